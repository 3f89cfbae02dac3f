// The commands `get` and `request`: one thing, as the server shows it.
#include <memory>

#include <CLI/CLI.hpp>

#include "base/result.h"
#include "cli/command.h"
#include "cli/remote/remote_options.h"
#include "cli/remote/shown.h"
#include "wire/form.h"

namespace patchbay::app {
namespace {

struct GetArguments {
  RemoteOptions remote;
  std::string customer;
  std::string version;
  std::string at;
};

std::string past_query(const GetArguments& arguments) {
  wire::form::Pairs pairs;
  if (!arguments.version.empty()) pairs.emplace_back("version", arguments.version);
  if (!arguments.at.empty()) pairs.emplace_back("at", arguments.at);
  return pairs.empty() ? "" : '?' + wire::form::write(pairs);
}

Answer<int> get_customer(GetArguments& arguments) {
  TRY_DO(arguments.remote.prepare());
  const Session session = TRY(arguments.remote.open());
  const std::string path = TRY(customer_path(session, arguments.customer));
  const FromServer reply = TRY(session.call({.target = path + past_query(arguments)}));
  TRY_DO(arguments.remote.print(
      reply.tree, [&](const Terminal& terminal) { return fields_text(reply.tree, terminal); }));
  return kDone;
}

struct RequestArguments {
  RemoteOptions remote;
  std::string id;
};

Answer<int> get_request(RequestArguments& arguments) {
  TRY_DO(arguments.remote.prepare());
  const Session session = TRY(arguments.remote.open());
  const FromServer reply =
      TRY(session.call({.target = "/v1/requests/" + wire::form::encode_component(arguments.id)}));
  TRY_DO(arguments.remote.print(reply.tree, [&](const Terminal& terminal) {
    wire::Object plain;
    if (reply.tree.object())
      for (const auto& [name, value] : *reply.tree.object())
        if (name != "changes" || !value.array()) plain.emplace_back(name, value);
    const wire::Tree* const changes = reply.tree.find("changes");
    return fields_text(wire::Tree(std::move(plain)), terminal) +
           (has_changes(changes) ? '\n' + changes_table(changes, terminal) : "");
  }));
  return kDone;
}

}  // namespace

Run define_get(CLI::App& command) {
  const auto arguments = std::make_shared<GetArguments>();
  command.add_option("customer", arguments->customer, "Its id, uuid or whole name")->required();
  command.add_option("--version", arguments->version, "As it was at this version")
      ->type_name("NUMBER");
  command.add_option("--at", arguments->at, "As it was at this time")->type_name("TIME");
  arguments->remote.add_to(command);
  return [arguments] { return finish(get_customer(*arguments)); };
}

Run define_request(CLI::App& command) {
  const auto arguments = std::make_shared<RequestArguments>();
  command.add_option("id", arguments->id, "The id of a request, a bulk or an undo of many")
      ->required();
  arguments->remote.add_to(command);
  return [arguments] { return finish(get_request(*arguments)); };
}

}  // namespace patchbay::app
