// Who asks, and what a REST request asks for.
#include "doors/everlytic/decode.h"

#include <algorithm>

#include "base/text.h"
#include "doors/everlytic/action.h"
#include "doors/everlytic/body.h"
#include "doors/everlytic/listing.h"
#include "doors/everlytic/requests.h"
#include "doors/everlytic/rpc.h"

namespace patchbay::doors::everlytic {
namespace {

core::Credentials credentials(const http::Request& request) {
  auto basic = http::basic_credentials(request);
  if (!basic) return core::NoCredentials{};
  return core::NameAndSecret{std::move(basic->name), Secret(std::move(basic->secret))};
}

// Empty, so that links have no host, where the header holds what is no part of one.
std::string base_url(const http::Request& request) {
  constexpr std::string_view kOfHosts =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_~:[]";
  const std::string_view host = request.header("Host").value_or("");
  if (host.empty() || host.find_first_not_of(kOfHosts) != std::string_view::npos) return {};
  return (request.secure ? "https://" : "http://") + std::string(host);
}

// One request on its way: what its body and its query hold is asked for at most once.
struct Rest {
  const Arrival& arrival;
  Reader& reader;
  Asked& asked;

  // No customer has the number 0: what is no number is as unknown as any other.
  [[nodiscard]] CustomerId id() const {
    return {parse_whole(arrival.captured.front()).value_or(0)};
  }
  [[nodiscard]] Given body() const { return read_body(arrival.request, asked).value_or(Given{}); }
  [[nodiscard]] Given query() const { return read_query(arrival.request, asked).value_or(Given{}); }
};

core::Request read_home(Rest& rest) {
  rest.reader.nothing(rest.query());
  return core::WhoAmI{};
}

core::Request read_get(Rest& rest) {
  rest.reader.nothing(rest.query());
  return get_request(rest.id());
}

core::Request read_update(Rest& rest) {
  rest.reader.nothing(rest.query());
  return change_request(rest.id(), rest.reader.update(rest.body()));
}

core::Request read_list(Rest& rest) {
  Given paging;
  Given filter = rest.query();
  const auto filters = [](const auto& member) { return !is_paging(member.first); };
  const auto rest_of = std::stable_partition(filter.begin(), filter.end(), filters);
  paging.assign(rest_of, filter.end());
  filter.erase(rest_of, filter.end());
  return read_list(paging, filter, rest.reader, rest.asked);
}

core::Request read_create(Rest& rest) {
  rest.reader.nothing(rest.query());
  return create_request(rest.reader.create(rest.body()));
}

// Clients that send a body with every method send an empty one.
core::Request read_remove(Rest& rest) {
  rest.reader.nothing(rest.query());
  if (!rest.arrival.request.body.empty()) rest.reader.nothing(rest.body());
  return delete_request(rest.id());
}

core::Request read_package(Rest& rest) {
  rest.reader.nothing(rest.query());
  if (!rest.arrival.request.body.empty()) rest.reader.nothing(rest.body());
  return change_request(rest.id(),
                        {wish_of(property("email_package_id"), rest.arrival.captured.back())});
}

struct Row {
  Action action;
  core::Demand demand;
  core::Request (*read)(Rest&);
};
constexpr Row kRows[] = {
    // clang-format off
    {Action::home,                 kReads,  read_home},
    {Action::get,                  kReads,  read_get},
    {Action::update,               kWrites, read_update},
    {Action::list,                 kReads,  read_list},
    {Action::create,               kWrites, read_create},
    {Action::remove,               kWrites, read_remove},
    {Action::change_email_package, kWrites, read_package},
    // clang-format on
};

consteval bool in_order() {
  for (std::size_t i = 0; i < std::size(kRows); ++i)
    if (kRows[i].action != static_cast<Action>(i)) return false;
  return std::size(kRows) == static_cast<std::size_t>(Action::rpc);
}
static_assert(in_order(), "a call has no reader");

}  // namespace

std::optional<core::Credentials> head_credentials(const Arrival& arrival) {
  return credentials(arrival.request);
}

Asked decode(const Arrival& arrival, const Settings& settings) {
  Asked asked{.route = arrival.route, .base_url = base_url(arrival.request)};
  asked.call.caller = {credentials(arrival.request), std::string(kName), arrival.request.source};
  if (arrival.route == route(Action::rpc)) {
    read_rpc(arrival.request, settings.everlytic, asked);
    return asked;
  }
  Reader reader(settings.everlytic, asked.call);
  const Row& row = kRows[arrival.route];
  Rest rest{arrival, reader, asked};
  asked.call.demand = row.demand;
  asked.call.request = row.read(rest);
  return asked;
}

}  // namespace patchbay::doors::everlytic
