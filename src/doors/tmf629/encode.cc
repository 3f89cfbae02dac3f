// One reply for each kind of outcome.
#include "doors/tmf629/encode.h"

#include "doors/tmf629/calls.h"
#include "doors/tmf629/customer_json.h"
#include "doors/tmf629/faults.h"
#include "wire/json.h"

namespace patchbay::doors::tmf629 {
namespace {

using wire::Object;
using wire::Tree;

// A list ends behind the customer with which it reaches this size.
constexpr std::size_t kListBytesMax = 8 << 20;

http::Response json(int status, std::string body) {
  return {.status = status,
          .headers = {{"Content-Type", "application/json;charset=utf-8"},
                      {"Cache-Control", "no-store"}},
          .body = std::move(body)};
}
http::Response json(int status, const Tree& body) { return json(status, wire::json::write(body)); }

http::Response nothing() {
  return {.status = 204, .headers = {{"Cache-Control", "no-store"}}, .body = {}};
}

http::Response error(int status, std::string_view code, std::string_view reason,
                     std::string_view message) {
  Object out{{"@type", "Error"}, {"code", code}, {"reason", reason}};
  if (!message.empty()) out.emplace_back("message", message);
  out.emplace_back("status", std::to_string(status));
  return json(status, Tree(std::move(out)));
}

// Which part of a list a page is.
struct Page {
  std::string path;
  wire::form::Pairs query;  // without offset and limit
  std::size_t offset;
  std::size_t limit;
  std::size_t shown;
  std::size_t total;

  [[nodiscard]] std::string link(std::string_view rel, std::size_t at) const {
    wire::form::Pairs pairs = query;
    pairs.emplace_back("offset", std::to_string(at));
    pairs.emplace_back("limit", std::to_string(limit));
    return '<' + path + '?' + wire::form::write(pairs) + ">; rel=\"" + std::string(rel) + '"';
  }

  // RFC 8288.
  [[nodiscard]] std::string links() const {
    std::string out = link("self", offset) + ", " + link("first", 0);
    if (offset > 0) out += ", " + link("prev", offset > limit ? offset - limit : 0);
    if (shown > 0 && offset + shown < total) out += ", " + link("next", offset + shown);
    if (total > 0) out += ", " + link("last", (total - 1) / limit * limit);
    return out;
  }
};

struct OutcomeEncoder {
  const DecodedRequest& decoded;
  const CallRow& row;
  const Query& query;

  [[nodiscard]] Tree customer(const core::View& view) const {
    return query.selection.of(customer_json(view.record, row.release, decoded.base_url),
                              row.release);
  }

  http::Response operator()(const core::View& view) const { return json(200, customer(view)); }

  http::Response operator()(const core::Receipt& receipt) const {
    if (decoded.preferences.respond_async && !receipt.rehearsed) return accepted(receipt);
    if (row.operation == Operation::remove) return nothing();
    const bool is_new = row.operation == Operation::create;
    // v3 answers a change as it answers a new customer.
    const bool is_created = is_new || row.release == Release::v3;
    http::Response out = json(is_created ? 201 : 200, customer(receipt.view));
    if (is_created && !receipt.rehearsed)
      out.set("Location", decoded.base_url + customer_path(receipt.view.record.id, row.release));
    return out;
  }

  // 206 says that there is more than the page shows.
  http::Response operator()(const core::CustomerViewPage& found) const {
    std::string body = "[";
    std::size_t shown = 0;
    for (; shown < found.views.size() && body.size() < kListBytesMax; ++shown)
      body.append(shown > 0 ? "," : "").append(wire::json::write(customer(found.views[shown])));
    body += ']';
    const bool is_part = found.total > shown;
    http::Response out = json(is_part ? 206 : 200, std::move(body));
    out.set("X-Total-Count", std::to_string(found.total));
    out.set("X-Result-Count", std::to_string(shown));
    out.set("Link", page(shown, found.total).links());
    return out;
  }

  http::Response operator()(const core::Webhooks& found) const {
    if (row.operation == Operation::unsubscribe) return nothing();
    const Webhook& webhook = found.webhooks.front().webhook;
    const bool is_new = row.operation == Operation::subscribe;
    http::Response out =
        json(is_new ? 201 : 200, registration_json(webhook, row.release, decoded.base_url));
    if (is_new && !found.rehearsed)
      out.set("Location", decoded.base_url + registration_path(webhook, row.release));
    return out;
  }

  http::Response operator()(const core::RequestState& state) const {
    // The requests of other doors have no monitors.
    if (state.request_record.door != kName) return no_monitor();
    return json(200, monitor_json(finished(state), row.release, decoded.base_url));
  }
  http::Response operator()(const core::BatchState&) const { return no_monitor(); }

  // What no call of this door asks for.
  http::Response operator()(const auto&) const { return refuse(500, "there is no such reply"); }

 private:
  static http::Response no_monitor() { return refuse(404, "there is no such monitor"); }

  [[nodiscard]] http::Response accepted(const core::Receipt& receipt) const {
    using enum Finished::Kind;
    const Finished change{.request = receipt.request,
                          .customer = receipt.view.record.id,
                          .kind = row.operation == Operation::create   ? created
                                  : row.operation == Operation::remove ? removed
                                                                       : changed};
    http::Response out = json(202, monitor_json(change, row.release, decoded.base_url));
    out.set("Location", decoded.base_url + monitor_path(receipt.request, row.release));
    out.set("Preference-Applied", "respond-async");
    return out;
  }

  [[nodiscard]] Page page(std::size_t shown, std::size_t total) const {
    Page out{.path = decoded.base_url + std::string(row.path),
             .query = {},
             .offset = decoded.page,
             .limit = decoded.size,
             .shown = shown,
             .total = total};
    if (auto pairs = wire::form::parse(decoded.echo, wire::form::Separators::ampersand))
      out.query = std::move(*pairs);
    std::erase_if(out.query,
                  [](const auto& pair) { return pair.first == "offset" || pair.first == "limit"; });
    return out;
  }
};

http::Response fault_reply(const DecodedRequest& decoded, const Fault& fault) {
  FaultWords words = words_of(fault);
  if (decoded.refused) words.status = decoded.refused_status;
  http::Response out = error(words.status, words.code, words.reason, words.message);
  if (out.status == 401)
    out.set("WWW-Authenticate",
            R"(Basic realm="patchbay", charset="UTF-8", Bearer realm="patchbay")");
  if (fault.retry_after_s > 0) out.set("Retry-After", std::to_string(fault.retry_after_s));
  return out;
}

}  // namespace

http::Response encode(const DecodedRequest& decoded, const Result<core::Outcome>& outcome,
                      const Settings& /*settings*/) {
  if (!outcome) return fault_reply(decoded, outcome.error());
  const CallRow& row = call_of(decoded.route);
  std::vector<Problem> known;  // reported before core was called
  const Query query = read_query(decoded.echo, row.operation == Operation::list, known);
  return std::visit(OutcomeEncoder{decoded, row, query}, *outcome);
}

http::Response refuse(int status, std::string_view what) {
  http::Response out = error(status, std::to_string(status), what, {});
  if (status == 503) out.set("Retry-After", "1");
  return out;
}

}  // namespace patchbay::doors::tmf629
