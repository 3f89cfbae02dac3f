// A record and outside systems in one process: the product itself serves each system's dialect, and
// a network between them loses requests and replies.
#pragma once

#include <functional>
#include <memory>
#include <random>
#include <string>

#include "app/systems/service_records.h"
#include "doors/router.h"
#include "reach/systems/application.h"
#include "support/world.h"

namespace patchbay::app {

// Thrown in place of a kill.
struct Killed {};

// A system that the product serves.
class Vendor : public reach::Exchange {
 public:
  enum class Cut : std::uint8_t { none, before, after, busy, unreadable };

  http::ClientReply exchange(http::ClientRequest sent) override {
    ++requests;
    if (fails && fails(sent)) return {.status = 503, .body = "<html>busy</html>"};
    const Cut cut = faults ? faults() : Cut::none;
    if (cut == Cut::before) return {.status = 0, .problem = "the connection was cut off"};
    if (cut == Cut::busy) return {.status = 503, .body = "<html>busy</html>"};
    if (kill_at > 0 && --kill_at == 0) throw Killed{};
    http::ClientReply reply = serve(std::move(sent));
    if (kill_after > 0 && --kill_after == 0) throw Killed{};
    if (cut == Cut::after) return {.status = 0, .problem = "the time is over"};
    if (cut == Cut::unreadable) return {.status = 502, .body = "<html>bad gateway</html>"};
    return reply;
  }
  void pause(int /*seconds*/) override {}

  testing::World world;
  std::function<Cut()> faults;
  std::function<bool(const http::ClientRequest&)> fails;  // requests that it is too busy for
  int kill_at = 0;     // the request that is killed before it is sent
  int kill_after = 0;  // the request that is killed before its reply is read
  int requests = 0;
  int changes = 0;  // requests that changed something
  // What the vendor makes of an edit before it keeps it. Empty: nothing.
  std::function<void(core::Call&)> alter;

 private:
  http::ClientReply serve(http::ClientRequest sent) {
    http::Request request{.method = sent.method,
                          .path = sent.url.target,
                          .headers = sent.headers,
                          .body = sent.body,
                          .source = "192.0.2.1"};
    if (const auto at = request.path.find('?'); at != std::string::npos) {
      request.query = request.path.substr(at + 1);
      request.path.resize(at);
    }
    const doors::Router router(doors::all_doors(), settings_);
    doors::RoutingResult routed = router.route(request);
    if (auto* ready = std::get_if<http::Response>(&routed.result))
      return {.status = ready->status, .body = ready->body};
    auto& decoded = std::get<doors::DecodedRequest>(routed.result);
    if (alter) alter(decoded.call);
    const Result<core::Outcome> outcome =
        decoded.refused ? std::unexpected(*decoded.refused)
                        : core::handle_and_wait(world.service(), decoded.call);
    if (const auto* receipt = outcome ? std::get_if<core::Receipt>(&*outcome) : nullptr)
      changes += receipt->changed ? 1 : 0;
    const http::Response response = router.encode(*routed.door, decoded, outcome);
    return {.status = response.status, .body = response.body};
  }

  doors::Settings settings_;
};

// Links in memory, which survive a kill.
class TestLinks : public reach::Links {
 public:
  const std::map<Uuid, reach::Link>& all() const override { return links_; }
  std::expected<void, std::string> save(const reach::Link& link) override {
    if (kill_at > 0 && --kill_at == 0) throw Killed{};
    links_[link.customer] = link;
    if (kill_after > 0 && --kill_after == 0) throw Killed{};
    return {};
  }
  int kill_at = 0;     // the save that is killed before it is kept
  int kill_after = 0;  // the save that is killed when it is kept

 private:
  std::map<Uuid, reach::Link> links_;
};

// A system with its dialect, and what is kept in step with it.
struct TestSystem {
  TestSystem(std::string_view door, std::vector<reach::FieldPolicy> fields)
      : dialect(door), vendor(std::make_unique<Vendor>()) {
    options.client = doors::client_of(door);
    options.transport = options.client->transports.data();
    options.address = http::parse_url("http://vendor.example/").value();
    options.who = {"reseller", Secret("password!")};
    if (door == "flolive") options.below = Uuid::numbered(2);
    description.name = door;
    description.policy.fields = std::move(fields);
    description.policy.transport = options.transport;
    description.match = {"external_id", "contacts/primary/email", "name"};
    description.makes = true;
    const auto given = [&](Field field, Value value) {
      description.for_new.push_back({.target = {.field = field},
                                     .edit = std::move(value),
                                     .field = std::string(row(field).key)});
    };
    if (door == "enswitch") given(Field::plan, std::int64_t{1});
    if (door == "flolive") given(Field::status, std::string("active"));
    if (door == "flolive") given(Field::currency, std::string("EUR"));
  }

  reach::RemoteSystem remote() { return {*vendor, options}; }
  Result<reach::Comparison> compare(reach::Records& records) {
    reach::RemoteSystem system = remote();
    return reach::compare(description, records, system, links, {});
  }

  std::string dialect;
  std::unique_ptr<Vendor> vendor;
  reach::RemoteOptions options;
  reach::SystemDescription description;
  TestLinks links;
};

// The record that systems are kept in step with: customers below customer 2.
struct TestRecord {
  testing::World world;
  std::unique_ptr<reach::Records> records = service_records({.service = world.service(),
                                                             .store = world.store(),
                                                             .below = CustomerId{2},
                                                             .reason = "a test"});

  // Makes a customer with these values, and returns it.
  Record make(std::vector<std::pair<std::string, std::string>> values) {
    core::CreateCustomer create{.parent = CustomerId{2}};
    for (auto& [name, value] : values)
      create.edits.push_back(
          {.target = reach::target_of({}, name), .edit = Value(std::move(value)), .field = name});
    return std::get<core::Receipt>(
               world.ask("owner", std::move(create), {.any_of = core::Privilege::administrator})
                   .value())
        .view.record;
  }
};

// Changes one field of a customer, by whoever works there.
inline void edit(testing::World& world, const Record& customer, const std::string& name,
                 const std::string& value, const Target& target) {
  core::UpdateCustomer update{.subject = customer.id};
  update.edits.push_back({.target = target,
                          .edit = value.empty() ? Edit{Clear{}} : Edit{Value(value)},
                          .field = name});
  const auto done = world.ask("owner", update, {.any_of = core::Privilege::administrator});
  if (!done) std::abort();
}

}  // namespace patchbay::app
