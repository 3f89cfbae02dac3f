// The commands `tail` and `listen`: changes as they are committed, shown or sent on.
#include <chrono>
#include <cstdio>
#include <future>
#include <memory>

#include <CLI/CLI.hpp>

#include "base/result.h"
#include "cli/command.h"
#include "cli/remote/feed_reader.h"
#include "cli/remote/reachable.h"
#include "cli/remote/remote_options.h"
#include "cli/remote/shown.h"
#include "wire/json.h"

namespace patchbay::app {
namespace {

constexpr std::chrono::seconds kReachedWithin{10};

struct TailArguments {
  RemoteOptions remote;
  QueryOptions query;
  std::string after = "now";
  bool all = false;
  std::uint64_t count = 0;
  std::string forward_to;  // of `listen`
};

std::string change_line(const wire::Tree& item, const Terminal& terminal) {
  const auto shown = [&](const char* name) { return on_one_line(member_text(item, name)); };
  std::string line = shown("time") + "  " + shown("customer") + " v" + shown("version") + "  " +
                     shown("principal") + " (" + shown("door") + ")  " + shown("action");
  const std::string changes = on_one_line(changes_text(item.find("changes")));
  if (!changes.empty()) line += "  " + changes;
  return (terminal.width > 0 ? cut_to(line, terminal.width) : line) + '\n';
}

Answer<int> follow_changes(TailArguments& arguments, const CLI::App& command,
                           const TakeChange& take) {
  TRY_DO(arguments.remote.prepare());
  const Session session = TRY(arguments.remote.open());
  const FeedOptions options{.query = arguments.query.query(command),
                            .after = arguments.all ? "" : arguments.after,
                            .count = arguments.count};
  TRY_DO(follow_feed(session, options, take));
  return kDone;
}

void add_feed_options(CLI::App& command, TailArguments& arguments) {
  constexpr std::string_view kWithout[] = {"after", "limit", "wait"};
  arguments.query.add_to(command, doors::native::kFeed, kWithout);
  CLI::Option* const after = command
                                 .add_option("--after", arguments.after,
                                             "The position of an item, after which to begin (now)")
                                 ->type_name("POSITION");
  command.add_flag("--all", arguments.all, "Begin with the first change of all")->excludes(after);
  command.add_option("--count", arguments.count, "End after this many changes")
      ->type_name("NUMBER")
      ->check(CLI::PositiveNumber);
  arguments.remote.add_to(command);
}

// Sends an event to `url`, and shows the receiver's answer.
class Forwarding {
 public:
  static Answer<std::unique_ptr<Forwarding>> open(const std::string& url) {
    auto parsed = http::parse_url(url);
    if (!parsed) return fail("--forward-to " + parsed.error());
    if (const auto why = why_unreachable(*parsed, kReachedWithin))
      return fail("nothing can be sent to " + parsed->origin() + ": " + *why +
                  "; start the receiver first");
    auto client = http::Client::open({.policy = http::AddressPolicy({"0.0.0.0/0", "::/0"}),
                                      .timeout = std::chrono::seconds(30)});
    if (!client) return fail(client.error());
    return std::unique_ptr<Forwarding>(new Forwarding(*std::move(parsed), std::move(*client)));
  }

  // {"event":…,"answer":{"status":…,"body":…}} or {"event":…,"problem":…}.
  wire::Tree send(const wire::Tree& item) {
    std::promise<http::ClientReply> promise;
    auto future = promise.get_future();
    client_->send({.url = url_,
                   .headers = {{"Content-Type", "application/json"},
                               {"Patchbay-Position", member_text(item, "position")}},
                   .body = wire::json::write(item)},
                  [&](http::ClientReply reply) { promise.set_value(std::move(reply)); });
    const http::ClientReply reply = future.get();
    wire::Object out{{"event", item}};
    if (reply.status == 0)
      out.emplace_back("problem", reply.problem);
    else
      out.emplace_back("answer", wire::Tree(wire::Object{{"status", wire::Tree(reply.status)},
                                                         {"body", wire::Tree(reply.body)}}));
    return wire::Tree(std::move(out));
  }

 private:
  Forwarding(http::Url url, std::unique_ptr<http::Client> client)
      : url_(std::move(url)), client_(std::move(client)) {}
  http::Url url_;
  std::unique_ptr<http::Client> client_;
};

std::string answer_line(const wire::Tree& sent, const Terminal& terminal) {
  const wire::Tree* const answer = sent.find("answer");
  std::string line = "  no answer: " + on_one_line(member_text(sent, "problem"));
  bool is_good = false;
  if (answer) {
    const std::string status = member_text(*answer, "status");
    is_good = status.starts_with('2');
    line = "  answered " + status + ' ' + on_one_line(member_text(*answer, "body"));
  }
  if (terminal.width > 0) line = cut_to(line, terminal.width);
  return terminal.styled(line, is_good ? Style::good : Style::bad) + '\n';
}

Answer<int> listen(TailArguments& arguments, const CLI::App& command) {
  const auto forwarding = TRY(Forwarding::open(arguments.forward_to));
  return follow_changes(arguments, command, [&](const wire::Tree& item) {
    const wire::Tree sent = forwarding->send(item);
    return arguments.remote.print_line(sent, [&](const Terminal& terminal) {
      return change_line(item, terminal) + answer_line(sent, terminal);
    });
  });
}

}  // namespace

Run define_tail(CLI::App& command) {
  const auto arguments = std::make_shared<TailArguments>();
  add_feed_options(command, *arguments);
  return [arguments, &command] {
    return finish(follow_changes(*arguments, command, [&](const wire::Tree& item) {
      return arguments->remote.print_line(
          item, [&](const Terminal& terminal) { return change_line(item, terminal); });
    }));
  };
}

Run define_listen(CLI::App& command) {
  const auto arguments = std::make_shared<TailArguments>();
  command
      .add_option("--forward-to", arguments->forward_to,
                  "Where each change is sent by POST, as JSON, one after another")
      ->type_name("URL")
      ->required();
  add_feed_options(command, *arguments);
  return [arguments, &command] { return finish(listen(*arguments, command)); };
}

}  // namespace patchbay::app
