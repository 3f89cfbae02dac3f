// The command `search`: customers of a list, page by page.
#include <cstdio>
#include <memory>

#include <CLI/CLI.hpp>

#include "base/result.h"
#include "base/text.h"
#include "cli/command.h"
#include "cli/remote/field_names.h"
#include "cli/remote/remote_options.h"
#include "cli/remote/shown.h"
#include "wire/form.h"

namespace patchbay::app {
namespace {

constexpr std::size_t kPageMax = 1000;
constexpr std::size_t kFoundMax = 100'000;

struct SearchArguments {
  RemoteOptions remote;
  QueryOptions query;
  std::vector<std::string> words;
  std::size_t limit = 100;
  std::string fields = "id,name,account,status,parent,version";
};

// All pages of the list until `limit`, as one: {"items":[…]}, with "next" if more follows.
Answer<wire::Tree> read_pages(const Session& session, const std::string& query, std::size_t limit) {
  wire::Object out;
  wire::Array items;
  for (std::string cursor;;) {
    const std::size_t wanted = std::min(limit - items.size(), kPageMax);
    const FromServer reply =
        TRY(session.call({.target = "/v1/customers?limit=" + std::to_string(wanted) +
                                    (query.empty() ? "" : '&' + query) + cursor}));
    if (!reply.tree.object()) return fail("the server answered a list that is no JSON object");
    std::string next;
    for (const auto& [name, value] : *reply.tree.object()) {
      if (name == "items" && value.array())
        items.insert(items.end(), value.array()->begin(), value.array()->end());
      else if (name == "next")
        next = value_text(value);
      else if (cursor.empty())
        out.emplace_back(name, value);
    }
    cursor = "&cursor=" + wire::form::encode_component(next);
    if (!next.empty() && items.size() < limit) continue;
    out.insert(out.begin(), {"items", wire::Tree(std::move(items))});
    if (!next.empty()) out.emplace_back("next", wire::Tree(next));
    return wire::Tree(std::move(out));
  }
}

Answer<int> search(SearchArguments& arguments, const CLI::App& command) {
  TRY_DO(arguments.remote.prepare());
  const std::vector<std::string> names = TRY(shown_fields(arguments.fields));
  std::string query = arguments.query.query(command);
  if (!arguments.words.empty())
    query +=
        (query.empty() ? "q=" : "&q=") + wire::form::encode_component(join(arguments.words, " "));
  const Session session = TRY(arguments.remote.open());
  const wire::Tree page = TRY(read_pages(session, query, arguments.limit));
  TRY_DO(arguments.remote.print(page, [&](const Terminal& terminal) {
    return items_text(page.find("items"), names, terminal);
  }));
  if (page.find("next") && !arguments.remote.is_json())
    std::fprintf(stderr, "more follow: say --limit with more than %zu, or narrow the search\n",
                 arguments.limit);
  return kDone;
}

}  // namespace

Run define_search(CLI::App& command) {
  const auto arguments = std::make_shared<SearchArguments>();
  command.add_option("words", arguments->words,
                     "Words that are all found in the customer; all customers without any");
  constexpr std::string_view kWithout[] = {"q", "limit", "cursor"};
  arguments->query.add_to(command, doors::native::kCustomerList, kWithout);
  command.add_option("--limit", arguments->limit, "At most this many customers (100)")
      ->type_name("NUMBER")
      ->check(CLI::Range(std::size_t{1}, kFoundMax));
  command
      .add_option("--fields", arguments->fields,
                  "Columns with commas between them, also as contacts/primary/email "
                  "(id,name,account,status,parent,version)")
      ->type_name("NAMES");
  arguments->remote.add_to(command);
  return [arguments, &command] { return finish(search(*arguments, command)); };
}

}  // namespace patchbay::app
