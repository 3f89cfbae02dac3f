// The commands `history` and `diff`: what was changed of a customer.
#include <cstdio>
#include <memory>

#include <CLI/CLI.hpp>

#include "base/result.h"
#include "base/text.h"
#include "cli/command.h"
#include "cli/remote/remote_options.h"
#include "cli/remote/shown.h"
#include "wire/form.h"

namespace patchbay::app {
namespace {

struct HistoryArguments {
  RemoteOptions remote;
  QueryOptions query;
  std::string customer;
};

Answer<int> history_of(HistoryArguments& arguments, const CLI::App& command) {
  TRY_DO(arguments.remote.prepare());
  const Session session = TRY(arguments.remote.open());
  const std::string path = TRY(customer_path(session, arguments.customer));
  const FromServer reply =
      TRY(session.call({.target = path + "/history?" + arguments.query.query(command)}));
  TRY_DO(arguments.remote.print(reply.tree, [&](const Terminal& terminal) {
    return items_text(reply.tree.find("items"),
                      {"version", "time", "principal", "door", "action", "changes"}, terminal);
  }));
  const std::string next = member_text(reply.tree, "next");
  if (!next.empty() && !arguments.remote.is_json())
    std::fprintf(stderr, "more follow: say --before %s\n", next.c_str());
  return kDone;
}

struct DiffArguments {
  RemoteOptions remote;
  std::string customer;
  std::string from;
  std::string to;
};

// The version that a customer had: `text` is one, or a time.
Answer<std::string> version_at(const Session& session, const std::string& path,
                               const std::string& text) {
  if (parse_whole(text)) return text;
  const FromServer reply =
      TRY(session.call({.target = path + "?at=" + wire::form::encode_component(text)}));
  return member_text(reply.tree, "version");
}

Answer<int> compare_versions(DiffArguments& arguments) {
  TRY_DO(arguments.remote.prepare());
  const Session session = TRY(arguments.remote.open());
  const std::string path = TRY(customer_path(session, arguments.customer));
  std::string query = "?from=" + TRY(version_at(session, path, arguments.from));
  if (!arguments.to.empty()) query += "&to=" + TRY(version_at(session, path, arguments.to));
  const FromServer reply = TRY(session.call({.target = path + "/diff" + query}));
  const wire::Tree* const changes = reply.tree.find("changes");
  TRY_DO(arguments.remote.print(reply.tree, [&](const Terminal& terminal) {
    return has_changes(changes) ? changes_table(changes, terminal) : std::string("the same\n");
  }));
  return has_changes(changes) ? kDiffers : kDone;
}

}  // namespace

Run define_history(CLI::App& command) {
  const auto arguments = std::make_shared<HistoryArguments>();
  command.add_option("customer", arguments->customer, "Its id, uuid or whole name")->required();
  arguments->query.add_to(command, doors::native::kHistory, {});
  arguments->remote.add_to(command);
  return [arguments, &command] { return finish(history_of(*arguments, command)); };
}

Run define_diff(CLI::App& command) {
  const auto arguments = std::make_shared<DiffArguments>();
  command.add_option("customer", arguments->customer, "Its id, uuid or whole name")->required();
  command.add_option("from", arguments->from, "A version or a time")->required();
  command.add_option("to", arguments->to, "Another version or time; the present without it");
  arguments->remote.add_to(command);
  command.footer("Ends with 0 if both are the same, and with 1 if they differ.");
  return [arguments] { return finish(compare_versions(*arguments)); };
}

}  // namespace patchbay::app
