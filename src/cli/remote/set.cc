// The commands `set` and `undo`: changes of one customer, and taking changes back.
#include <cstdio>
#include <memory>

#include <CLI/CLI.hpp>

#include "base/result.h"
#include "base/text.h"
#include "cli/command.h"
#include "cli/remote/assignments.h"
#include "cli/remote/remote_options.h"
#include "cli/remote/shown.h"
#include "wire/json.h"

namespace patchbay::app {
namespace {

struct SetArguments {
  RemoteOptions remote;
  WriteOptions write;
  std::string customer;
  TypedValues typed;
  std::string names;
};

// What a rehearsal showed, or the version that the customer has now.
Answer<int> print_written(RemoteOptions& remote, const WriteOptions& write, const FromServer& reply,
                          const std::string& before) {
  const wire::Tree* const changes = reply.tree.find("changes");
  const std::string version = member_text(reply.tree, "version");
  TRY_DO(remote.print(reply.tree, [&](const Terminal& terminal) {
    if (write.is_dry())
      return has_changes(changes) ? changes_table(changes, terminal) + "nothing was written\n"
                                  : std::string("the same; nothing would be written\n");
    if (version == before) return "the same: version " + version + '\n';
    return "version " + version + ", by request " + reply.header("X-Request-Id") + '\n';
  }));
  return write.is_dry() && has_changes(changes) ? kDiffers : kDone;
}

Answer<int> set_values(SetArguments& arguments) {
  TRY_DO(arguments.remote.prepare());
  if (arguments.typed.values.empty() && arguments.typed.secrets.empty())
    return fail("say what to set: NAME=VALUE, NAME= to clear, or --secret NAME");
  const auto assignments = TRY(parse_assignments(arguments.typed, arguments.names));
  const auto random = system_random();
  const Session session = TRY(arguments.remote.open());
  const std::string path = TRY(customer_path(session, arguments.customer));
  const FromServer now = TRY(session.call({.target = path}));
  const wire::Tree patch = TRY(merge_patch_of(assignments, now.tree, *random));
  ToServer request{.method = "PATCH",
                   .target = path + arguments.write.query(),
                   .headers = arguments.write.headers(*random),
                   .body = wire::json::write(patch)};
  request.headers.emplace_back("Content-Type", "application/merge-patch+json");
  const FromServer reply = TRY(send_write(session, request));
  return print_written(arguments.remote, arguments.write, reply, member_text(now.tree, "version"));
}

struct UndoArguments {
  RemoteOptions remote;
  WriteOptions write;
  std::string customer;
  std::string version;
  std::vector<std::string> paths;
  std::string request;
  std::string batch;
  std::string max_affected;
  bool force = false;
};

// The reply to an undo of many: a line of JSON for each customer, and one with the sums.
Answer<int> print_lines(RemoteOptions& remote, const WriteOptions& write, const FromServer& reply) {
  bool is_refused = false;
  bool has_differed = false;
  for (const std::string_view line : split(reply.body, '\n')) {
    if (trim(line).empty()) continue;
    const auto tree = wire::json::parse(line);
    if (!tree) return fail("the server answered a line that is no JSON");
    is_refused = is_refused || member_text(*tree, "outcome") == "refused";
    has_differed = has_differed || member_text(*tree, "outcome") == "changed";
    TRY_DO(remote.print_line(*tree, [&](const Terminal& terminal) {
      if (const wire::Tree* sum = tree->find("summary")) return fields_text(*sum, terminal);
      std::string out =
          "customer " + member_text(*tree, "customer") + ": " + member_text(*tree, "outcome");
      if (const wire::Tree* problem = tree->find("problem"))
        out += ": " + on_one_line(member_text(*problem, "detail"));
      return out + '\n';
    }));
  }
  if (is_refused) return kRefused;
  return write.is_dry() && has_differed ? kDiffers : kDone;
}

Answer<int> undo_many(UndoArguments& arguments, const Session& session, Random& random) {
  wire::Object body;
  if (!arguments.request.empty()) body.emplace_back("request", arguments.request);
  if (!arguments.batch.empty()) body.emplace_back("batch", arguments.batch);
  if (!arguments.max_affected.empty()) {
    const auto max = parse_whole(arguments.max_affected);
    if (!max) return fail("--max-affected must be a whole number");
    body.emplace_back("max_affected", wire::Tree(*max));
  }
  if (arguments.force) body.emplace_back("force", wire::Tree(true));
  ToServer request{.method = "POST",
                   .target = "/v1/undo" + arguments.write.query(),
                   .headers = arguments.write.headers(random),
                   .body = wire::json::write(wire::Tree(std::move(body)))};
  request.headers.emplace_back("Content-Type", "application/json");
  return print_lines(arguments.remote, arguments.write, TRY(send_write(session, request)));
}

Answer<int> undo_one(UndoArguments& arguments, const Session& session, Random& random) {
  const std::string path = TRY(customer_path(session, arguments.customer));
  const FromServer now = TRY(session.call({.target = path}));
  const std::string newest = member_text(now.tree, "version");
  const std::string version = arguments.version.empty() ? newest : arguments.version;
  if (!parse_whole(version)) return fail("the version \"" + version + "\" must be a whole number");
  wire::Object body{{"version", wire::Tree(wire::Number{version})}};
  wire::Array paths(arguments.paths.begin(), arguments.paths.end());
  if (!paths.empty()) body.emplace_back("paths", wire::Tree(std::move(paths)));
  if (arguments.force) body.emplace_back("force", wire::Tree(true));
  ToServer request{.method = "POST",
                   .target = path + "/undo" + arguments.write.query(),
                   .headers = arguments.write.headers(random),
                   .body = wire::json::write(wire::Tree(std::move(body)))};
  request.headers.emplace_back("Content-Type", "application/json");
  const FromServer reply = TRY(send_write(session, request));
  return print_written(arguments.remote, arguments.write, reply, newest);
}

Answer<int> undo(UndoArguments& arguments) {
  TRY_DO(arguments.remote.prepare());
  const bool is_many = !arguments.request.empty() || !arguments.batch.empty();
  if (is_many != arguments.customer.empty())
    return fail("say which customer's change to take back, or --request or --batch");
  const auto random = system_random();
  const Session session = TRY(arguments.remote.open());
  return is_many ? undo_many(arguments, session, *random) : undo_one(arguments, session, *random);
}

}  // namespace

Run define_set(CLI::App& command) {
  const auto arguments = std::make_shared<SetArguments>();
  command.add_option("customer", arguments->customer, "Its id, uuid or whole name")->required();
  arguments->typed.add_to(
      command,
      "NAME=VALUE for each field, where no value clears it, or NAME:=JSON; names as tax_number, "
      "addresses/main/city or contacts/primary/email");
  command.add_option("--names", arguments->names, "A door whose names may be used too")
      ->type_name("DOOR");
  arguments->write.add_to(command);
  arguments->remote.add_to(command);
  return [arguments] { return finish(set_values(*arguments)); };
}

Run define_undo(CLI::App& command) {
  const auto arguments = std::make_shared<UndoArguments>();
  command.add_option("customer", arguments->customer, "Its id, uuid or whole name");
  command.add_option("version", arguments->version,
                     "The version that the change made; the newest without it");
  command.add_option("--path", arguments->paths, "Only what was changed at this path")
      ->type_name("PATH");
  auto* const request =
      command.add_option("--request", arguments->request, "What this request changed, of all")
          ->type_name("ID");
  command.add_option("--batch", arguments->batch, "What this bulk or import changed")
      ->type_name("ID")
      ->excludes(request);
  command
      .add_option("--max-affected", arguments->max_affected,
                  "More customers than this are refused; 1000 unless it is given")
      ->type_name("N");
  command.add_flag("--force", arguments->force, "Also what was changed again since");
  arguments->write.add_to(command);
  arguments->remote.add_to(command);
  return [arguments] { return finish(undo(*arguments)); };
}

}  // namespace patchbay::app
