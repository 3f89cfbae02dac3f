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
      if (each.text())
        out += (is_dry ? "would be erased: " : "erased: ") + on_one_line(*each.text()) + '\n';
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
  for (int round = 1;; ++round) {
    const FromServer reply =
        TRY(send_write(session, {.method = "POST",
                                 .target = path + "/erase" + arguments.write.query(),
                                 .headers = arguments.write.headers(*random, round)}));
    TRY_DO(arguments.remote.print(
        reply.tree, [&](const Terminal&) { return erased_text(reply.tree, is_dry); }));
    if (is_true(reply.tree, "more")) continue;
    const auto would_go = [&](std::string_view name) {
      return member_text(reply.tree, name) != "0";
    };
    const bool would_change = would_go("values") || would_go("replies") || would_go("requests");
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
