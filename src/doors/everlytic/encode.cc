// REST replies: {"links":[…],"item":{…}}, {"links":[…],"collection":[{"data":{…}},…]} and
// {"error":{"code":"10400","message":"…"}}.
#include "doors/everlytic/encode.h"

#include "doors/everlytic/calls.h"
#include "doors/everlytic/customer_list.h"
#include "doors/everlytic/faults.h"
#include "doors/everlytic/fields.h"
#include "doors/everlytic/rpc_encode.h"
#include "wire/json.h"

namespace patchbay::doors::everlytic {
namespace {

using wire::Array;
using wire::Object;
using wire::Tree;

http::Response json(int status, const Tree& body) {
  return {.status = status,
          .headers = {{"Content-Type", "application/json"}, {"Cache-Control", "no-store"}},
          .body = wire::json::write(body)};
}

http::Response error(int status, int code, std::string_view message) {
  const Tree body(
      Object{{"error", Tree(Object{{"code", std::to_string(code)}, {"message", message}})}});
  return json(status, body);
}

struct Link {
  std::string_view title;
  std::string_view rel;
  std::string path;
};

std::string path_of(const core::View& view) {
  return std::string(kBase) + "customers/" + std::to_string(view.record.id.value);
}

struct OutcomeEncoder {
  const DecodedRequest& decoded;

  // `more` follows the links that every reply has.
  [[nodiscard]] Tree links(std::string self, std::vector<Link> more = {}) const {
    std::vector<Link> all = {{"Self", "self", std::move(self)},
                             {"Home", "home", std::string(kBase)}};
    all.insert(all.end(), more.begin(), more.end());
    Array out;
    for (const Link& link : all)
      out.emplace_back(
          Object{{"title", link.title}, {"rel", link.rel}, {"href", decoded.base_url + link.path}});
    return out;
  }

  [[nodiscard]] http::Response item(const core::View& view, int status) const {
    return json(status, Object{{"links", links(path_of(view))}, {"item", object_of(view)}});
  }

  http::Response operator()(const core::View& view) const { return item(view, 200); }
  http::Response operator()(const core::Receipt& receipt) const {
    if (decoded.route != route(Action::create)) return item(receipt.view, 200);
    http::Response out = item(receipt.view, 201);
    out.set("Location", decoded.base_url + path_of(receipt.view));
    return out;
  }
  http::Response operator()(const core::CustomerViewPage& page) const {
    Array collection;
    for (const core::View& view : page.views)
      collection.emplace_back(Object{{"data", object_of(view)}});
    std::vector<Link> more;
    if (decoded.page > 1)
      more.push_back({"Previous", "prev", page_path(decoded, decoded.page - 1)});
    if (page.more) more.push_back({"Next", "next", page_path(decoded, decoded.page + 1)});
    return json(200, Object{{"links", links(page_path(decoded, decoded.page), std::move(more))},
                            {"collection", std::move(collection)}});
  }
  // The home page, which is the only other outcome of this door.
  http::Response operator()(const auto&) const {
    const std::string base(kBase);
    return json(200, Object{{"links", links(base, {{"Customers", "customers", base + "customers"},
                                                   {"XML-RPC", "xmlrpc", base + "xmlrpc/"}})}});
  }
};

http::Response fault_reply(const DecodedRequest& decoded, const Fault& fault) {
  const FaultCodes codes = fault_codes(fault);
  const bool refused = decoded.refused.has_value();
  http::Response out =
      refused ? error(decoded.refused_status, code_of(decoded.refused_status), message_of(fault))
              : error(codes.status, codes.code, message_of(fault));
  add_fault_headers(out, fault);
  return out;
}

}  // namespace

http::Response encode(const DecodedRequest& decoded, const Result<core::Outcome>& outcome,
                      const Settings&) {
  if (decoded.route == route(Action::rpc)) return encode_rpc(decoded, outcome);
  if (!outcome) return fault_reply(decoded, outcome.error());
  return std::visit(OutcomeEncoder{decoded}, *outcome);
}

http::Response refuse(int status, std::string_view what) {
  http::Response out = error(status, code_of(status), what);
  if (status == 503) out.set("Retry-After", "1");
  return out;
}

}  // namespace patchbay::doors::everlytic
