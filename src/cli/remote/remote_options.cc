// Adds the options, and does what they say.
#include "cli/remote/remote_options.h"

#include <algorithm>

#include <CLI/CLI.hpp>

#include "base/result.h"
#include "base/text.h"
#include "base/uuid.h"
#include "wire/form.h"
#include "wire/json.h"

namespace patchbay::app {
namespace {

using doors::native::Parameter;

std::string with_dashes(std::string_view name) {
  std::string out(name);
  std::ranges::replace(out, '_', '-');
  return out;
}

// What an option takes, for the help.
std::string takes(const Parameter& parameter) {
  switch (parameter.form) {
    case Parameter::Form::whole:
      return "NUMBER";
    case Parameter::Form::uuid:
      return "ID";
    case Parameter::Form::time:
      return "TIME";
    case Parameter::Form::text:
    case Parameter::Form::flag:
    case Parameter::Form::enumerated:
    case Parameter::Form::word:
    case Parameter::Form::cursor:
      break;
  }
  return "TEXT";
}

// Whether a reply of a list of customers names exactly one by this name.
Answer<std::string> only_one(const wire::Tree& page, const std::string& name) {
  std::vector<std::string> found;
  std::vector<std::string> near;
  if (const wire::Tree* items = page.find("items"); items && items->array())
    for (const wire::Tree& each : *items->array()) {
      const wire::Tree* const its_name = each.find("name");
      const wire::Tree* const id = each.find("id");
      if (!its_name || !its_name->text() || !id || !id->number()) continue;
      if (*its_name->text() == name) found.push_back(id->number()->text);
      if (near.size() < 3) near.push_back('"' + *its_name->text() + '"');
    }
  if (found.size() == 1) return found.front();
  if (found.size() > 1)
    return fail("several customers are called \"" + name +
                "\": name one by its id: " + join(found, ", "));
  return fail("no customer in reach has the id, uuid or name \"" + name + "\"" +
              (near.empty() ? "" : "; near are " + join(near, ", ")));
}

}  // namespace

void RemoteOptions::add_to(CLI::App& command) {
  command.add_option("--profile", choice_.name, "Name of the profile (default, or the only one)")
      ->type_name("NAME");
  command
      .add_option("--server", choice_.server, "Address of the server, which chooses its profile")
      ->type_name("URL");
  command
      .add_option("--profiles", choice_.file,
                  "File of profiles (patchbay/profiles.toml in the folder of configurations)")
      ->type_name("FILE");
  output_.add_to(command, "Print JSON, as the server answers it");
}

Answer<Session> RemoteOptions::open(std::chrono::milliseconds timeout) const {
  const Profile profile = TRY(load_profile(choice_));
  return Session::open(profile, timeout);
}

void WriteOptions::add_to(CLI::App& command) {
  command.add_flag("--dry-run", dry_,
                   "Show what would change, and write nothing; ends with 1 if it would change");
  command.add_option("--reason", reason_, "The reason, for history")->type_name("TEXT");
  command
      .add_option("--if-version", version_,
                  "Only if the customer is at this version; ends with 3 if it is not")
      ->type_name("NUMBER");
  command
      .add_option("--idempotency-key", key_,
                  "Words under which a repeated command is done once (made up for each)")
      ->type_name("TEXT");
}

http::Headers WriteOptions::headers(Random& random, int round) const {
  http::Headers out;
  const std::string suffix = round > 1 ? '-' + std::to_string(round) : "";
  if (!dry_)
    out.emplace_back("Idempotency-Key", key_.empty() ? Uuid::make(random).text() : key_ + suffix);
  if (!reason_.empty()) out.emplace_back("Patchbay-Reason", reason_);
  if (!version_.empty() && round == 1) out.emplace_back("Patchbay-If-Version", version_);
  return out;
}

void QueryOptions::add_to(CLI::App& command, std::span<const Parameter> parameters,
                          std::span<const std::string_view> without) {
  values_.reserve(parameters.size());  // the options keep pointers
  for (const Parameter& each : parameters) {
    if (std::ranges::find(without, each.name) != without.end()) continue;
    auto& [name, value] = values_.emplace_back(std::string(each.name), std::string());
    std::string meaning(each.meaning);
    if (meaning.ends_with('.')) meaning.pop_back();
    CLI::Option* const option = command.add_option("--" + with_dashes(name), value, meaning);
    const bool has_words = each.form == Parameter::Form::enumerated;
    if (!has_words) option->type_name(takes(each));
    if (has_words) {
      std::vector<std::string> words;
      for (const std::string_view word : split(each.words, '|')) words.emplace_back(word);
      option->check(CLI::IsMember(words));
    }
  }
}

std::string QueryOptions::query(const CLI::App& command) const {
  wire::form::Pairs pairs;
  for (const auto& [name, value] : values_)
    if (command.count("--" + with_dashes(name)) > 0) pairs.emplace_back(name, value);
  return wire::form::write(pairs);
}

Answer<std::string> customer_path(const Session& session, const std::string& text) {
  if (parse_whole(text) || Uuid::parse(text)) return "/v1/customers/" + text;
  const FromServer found = TRY(session.call(
      {.target = "/v1/customers?limit=100&name_prefix=" + wire::form::encode_component(text)}));
  return "/v1/customers/" + TRY(only_one(found.tree, text));
}

Answer<FromServer> send_write(const Session& session, const ToServer& request) {
  auto reply = session.exchange(request);
  if (!reply) {
    for (const auto& [name, value] : request.headers)
      if (name == "Idempotency-Key")
        reply.error().what +=
            "; whether it was done is not known: repeat the command with "
            "--idempotency-key " +
            value;
    return reply;
  }
  if (reply->status >= 300) return std::unexpected(refusal(*reply, request.target));
  return reply;
}

int finish(const Answer<int>& result) { return result ? *result : report(result.error()); }

}  // namespace patchbay::app
