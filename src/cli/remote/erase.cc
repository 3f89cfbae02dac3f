// The command `erase`: a person goes from the record and from everything that was kept of it.
#include <memory>

#include <CLI/CLI.hpp>

#include "base/result.h"
#include "cli/command.h"
#include "cli/remote/remote_options.h"
#include "cli/remote/shown.h"

namespace patchbay::app {
namespace {

struct EraseArguments {
  RemoteOptions remote;
  WriteOptions write;
  std::string customer;
};

std::string erased_text(const wire::Tree& tree, bool is_dry) {
  std::string out;
  if (const wire::Tree* fields = tree.find("fields"); fields && fields->array())
    for (const wire::Tree& each : *fields->array())
      if (each.text()) out += *each.text() + '\n';
  out += member_text(tree, "values") + " values in " + member_text(tree, "entries") +
         " entries of history";
  if (is_dry)
    out += ", " + member_text(tree, "replies") + " kept replies and " +
           member_text(tree, "requests") + " recent requests would go; nothing was written\n";
  else
    out += " are erased; version " + member_text(tree, "version") + '\n';
  return out;
}

bool is_true(const wire::Tree& tree, std::string_view name) {
  const wire::Tree* member = tree.find(name);
  return member && member->boolean() && *member->boolean();
}

// A long history takes several requests.
Answer<int> erase(EraseArguments& arguments) {
  TRY_DO(arguments.remote.prepare());
  const auto random = system_random();
  const Session session = TRY(arguments.remote.open());
  const std::string path = TRY(customer_path(session, arguments.customer));
  const bool is_dry = arguments.write.is_dry();
  while (true) {
    const FromServer reply =
        TRY(send_write(session, {.method = "POST",
                                 .target = path + "/erase" + arguments.write.query(),
                                 .headers = arguments.write.headers(*random)}));
    TRY_DO(arguments.remote.print(
        reply.tree, [&](const Terminal&) { return erased_text(reply.tree, is_dry); }));
    // A key that the caller chose gets the same reply again.
    if (is_true(reply.tree, "more") && reply.header("Idempotency-Replayed").empty()) continue;
    const bool would_change =
        member_text(reply.tree, "values") != "0" || member_text(reply.tree, "replies") != "0";
    return is_dry && would_change ? kDiffers : kDone;
  }
}

}  // namespace

Run define_erase(CLI::App& command) {
  const auto arguments = std::make_shared<EraseArguments>();
  command.add_option("customer", arguments->customer, "Its id, uuid or whole name")->required();
  arguments->write.add_to(command);
  arguments->remote.add_to(command);
  return [arguments] { return finish(erase(*arguments)); };
}

}  // namespace patchbay::app
