// Reads the credentials, and what a REST request asks for.
#include "doors/everlytic/decode.h"

#include <algorithm>

#include "base/text.h"
#include "doors/everlytic/calls.h"
#include "doors/everlytic/customer_list.h"
#include "doors/everlytic/requests.h"
#include "doors/everlytic/rest_input.h"
#include "doors/everlytic/rpc_decode.h"

namespace patchbay::doors::everlytic {
namespace {

core::Credentials credentials(const http::Request& request) {
  auto basic = http::basic_credentials(request);
  if (!basic) return core::NoCredentials{};
  return core::NameAndSecret{std::move(basic->name), Secret(std::move(basic->secret))};
}

// Empty if the header is not valid in a URL. Links then have no host.
std::string base_url(const http::Request& request) {
  constexpr std::string_view kOfHosts =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_~:[]";
  const std::string_view host = request.header("Host").value_or("");
  if (host.empty() || host.find_first_not_of(kOfHosts) != std::string_view::npos) return {};
  return (request.secure ? "https://" : "http://") + std::string(host);
}

// One REST request. Its body and its query are read at most once.
struct RestRequest {
  const RoutedRequest& routed;
  PropertyReader& reader;
  DecodedRequest& decoded;

  // No customer has the number 0, so an id that is not a number is unknown like any other.
  [[nodiscard]] CustomerId id() const { return {parse_whole(routed.captured.front()).value_or(0)}; }
  [[nodiscard]] GivenProperties body() const {
    return read_body(routed.request, decoded).value_or(GivenProperties{});
  }
  [[nodiscard]] GivenProperties query() const {
    return read_query(routed.request, decoded).value_or(GivenProperties{});
  }
};

core::Request read_home(RestRequest& rest_request) {
  rest_request.reader.expect_none(rest_request.query());
  return core::WhoAmI{};
}

core::Request read_get(RestRequest& rest_request) {
  rest_request.reader.expect_none(rest_request.query());
  return get_request(rest_request.id());
}

core::Request read_update(RestRequest& rest_request) {
  rest_request.reader.expect_none(rest_request.query());
  return change_request(rest_request.id(), rest_request.reader.update(rest_request.body()));
}

core::Request read_list(RestRequest& rest_request) {
  GivenProperties paging;
  GivenProperties filter = rest_request.query();
  const auto filters = [](const auto& member) { return !is_paging(member.first); };
  const auto rest_of = std::stable_partition(filter.begin(), filter.end(), filters);
  paging.assign(rest_of, filter.end());
  filter.erase(rest_of, filter.end());
  return read_list(paging, filter, rest_request.reader, rest_request.decoded);
}

core::Request read_create(RestRequest& rest_request) {
  rest_request.reader.expect_none(rest_request.query());
  return create_request(rest_request.reader.create(rest_request.body()));
}

// Some clients send an empty body with every method.
core::Request read_remove(RestRequest& rest_request) {
  rest_request.reader.expect_none(rest_request.query());
  if (!rest_request.routed.request.body.empty())
    rest_request.reader.expect_none(rest_request.body());
  return delete_request(rest_request.id());
}

core::Request read_package(RestRequest& rest_request) {
  rest_request.reader.expect_none(rest_request.query());
  if (!rest_request.routed.request.body.empty())
    rest_request.reader.expect_none(rest_request.body());
  return change_request(rest_request.id(), {edit_of(property("email_package_id"),
                                                    rest_request.routed.captured.back())});
}

struct CallRow {
  Action action;
  core::RequiredPrivilege required_privilege;
  core::Request (*read)(RestRequest&);
};
constexpr CallRow kCalls[] = {
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
  for (std::size_t i = 0; i < std::size(kCalls); ++i)
    if (kCalls[i].action != static_cast<Action>(i)) return false;
  return std::size(kCalls) == static_cast<std::size_t>(Action::rpc);
}
static_assert(in_order(), "a call has no reader");

}  // namespace

std::optional<core::Credentials> head_credentials(const RoutedRequest& routed) {
  return credentials(routed.request);
}

DecodedRequest decode(const RoutedRequest& routed, const Settings& settings) {
  DecodedRequest decoded{.route = routed.route, .base_url = base_url(routed.request)};
  decoded.call.caller = {credentials(routed.request), std::string(kName), routed.request.source};
  if (routed.route == route(Action::rpc)) {
    read_rpc(routed.request, settings.everlytic, decoded);
    return decoded;
  }
  PropertyReader reader(settings.everlytic, decoded.call);
  const CallRow& row = kCalls[routed.route];
  RestRequest rest_request{routed, reader, decoded};
  decoded.call.required_privilege = row.required_privilege;
  decoded.call.request = row.read(rest_request);
  return decoded;
}

}  // namespace patchbay::doors::everlytic
