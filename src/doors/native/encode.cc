// Encodes an outcome as a reply.
#include "doors/native/encode.h"

#include "doors/native/admin/admin_json.h"
#include "doors/native/admin/system_json.h"
#include "doors/native/admin/view_json.h"
#include "doors/native/admin/webhook_json.h"
#include "doors/native/calls.h"
#include "doors/native/cursor.h"
#include "doors/native/customers/bulk_reply.h"
#include "doors/native/customers/customer_json.h"
#include "doors/native/customers/files_reply.h"
#include "doors/native/customers/privacy_json.h"
#include "doors/native/decode_calls.h"
#include "doors/native/faults.h"
#include "doors/native/history/anchor_json.h"
#include "doors/native/history/events.h"
#include "doors/native/history/history_json.h"
#include "doors/native/history/system_json.h"
#include "doors/native/history/traffic_json.h"
#include "doors/native/translation.h"
#include "doors/shared/session.h"
#include "wire/json.h"

namespace patchbay::doors::native {
namespace {

using wire::Array;
using wire::Object;
using wire::Tree;

http::Response json(int status, std::string body) {
  return {.status = status,
          .headers = {{"Content-Type", "application/json"}, {"Cache-Control", "no-store"}},
          .body = std::move(body)};
}

http::Response json(int status, const Tree& body) { return json(status, wire::json::write(body)); }

// Size of most customers as text.
constexpr std::size_t kCustomerBytes = 2048;

// Returns {"items":[…], …} with the other members after the items.
std::string customer_page(const std::vector<core::View>& views, Object others) {
  std::string out = R"({"items":[)";
  out.reserve(views.size() * kCustomerBytes);
  for (const core::View& view : views) {
    if (out.back() != '[') out += ',';
    append_customer(out, view);
  }
  out += ']';
  const std::string rest = wire::json::write(Tree(std::move(others)));
  if (rest != "{}") (out += ',').append(rest, 1, rest.size() - 2);
  return out += '}';
}

Tree page_json(Array items, const std::string& next) {
  Object out{{"items", Tree(std::move(items))}};
  if (!next.empty()) out.emplace_back("next", next);
  return Tree(std::move(out));
}

// One function for each kind of outcome.
struct OutcomeEncoder {
  const DecodedRequest& decoded;

  http::Response operator()(const core::Receipt& receipt) const {
    if (receipt.rehearsed) return rehearsed(receipt);
    const bool created = decoded.route == create_customer;
    http::Response out = record(created ? 201 : 200, receipt.view);
    out.set("Patchbay-Request", receipt.request.text());
    if (created)
      out.set("Location", "/v1/customers/" + std::to_string(receipt.view.record.id.value));
    return out;
  }
  http::Response operator()(const core::View& view) const { return record(200, view); }
  http::Response operator()(const core::CustomerViewPage& page) const {
    const CustomerList list = customer_list(decoded);
    Object others;
    if (page.more)
      if (std::string next = cursor(list.order, page.last); !next.empty())
        others.emplace_back("next", std::move(next));
    if (!page.former.empty()) others.emplace_back("former", Tree(former_json(page.former)));
    if (page.former_left_out) others.emplace_back("former_left_out", Tree(true));
    if (list.counted && !page.cut)
      others.emplace_back("total", Tree(static_cast<std::int64_t>(page.total)));
    return json(200, customer_page(page.views, std::move(others)));
  }
  http::Response operator()(const core::HistoryPage& past) const {
    Array items;
    for (const Entry& entry : past.entries) {
      const auto batch = past.batches.find(entry.by.request);
      items.push_back(entry_json(entry, batch == past.batches.end() ? Uuid{} : batch->second));
    }
    return history(std::move(items), past.next);
  }
  http::Response operator()(const FeedPage& page) const {
    if (decoded.following && decoded.following->is_endless) return first_events(page);
    Array items;
    for (const FeedEntry& entry : page.entries) items.push_back(entry_json(entry));
    return json(200, Tree(Object{{"items", Tree(std::move(items))},
                                 {"next", page.sealed_position},
                                 {"more", Tree(page.more)}}));
  }
  http::Response operator()(const core::AdminHistoryPage& past) const {
    Array items;
    for (const AdminEntry& entry : past.entries) items.push_back(entry_json(entry, past.roles));
    return history(std::move(items), past.next);
  }
  http::Response operator()(const core::Batch& batch) const { return bulk_reply(batch); }
  http::Response operator()(const core::LongBatch& batch) const { return bulk_reply(batch); }
  // A saved reply is sent without encoding, so this is never called.
  http::Response operator()(const core::Replay&) const { return refuse(503, "not available now"); }
  http::Response operator()(const core::IdsElsewhere& found) const {
    return json(200, Tree(Object{{"customer", Tree(found.customer.value)},
                                 {"uuid", found.uuid.text()},
                                 {"ids", Tree(ids_json(found.ids))}}));
  }
  http::Response operator()(const core::VersionComparison& compared) const {
    return json(200, Tree(Object{{"from", Tree(compared.from)},
                                 {"to", Tree(compared.to)},
                                 {"changes", Tree(changes_json(compared.differences))}}));
  }
  http::Response operator()(const core::RequestState& known) const {
    return json(200, request_state_json(known));
  }
  http::Response operator()(const core::BatchState& batch) const {
    return json(200, request_state_json(batch));
  }
  http::Response operator()(const core::Tokens& tokens) const {
    if (decoded.route == start_session || decoded.route == renew_session) return session(tokens);
    return json(200, Tree(Object{{"token", tokens.token},
                                 {"refresh_token", tokens.refresh_token},
                                 {"expires", rfc3339(tokens.expires)},
                                 {"seconds", Tree(tokens.seconds)}}));
  }
  http::Response operator()(const core::Identity& identity) const {
    Array privileges;
    for (const std::string& each : identity.privileges) privileges.emplace_back(each);
    Tree me(Object{{"name", identity.name},
                   {"home", Tree(identity.home.record.id.value)},
                   {"privileges", Tree(std::move(privileges))}});
    if (decoded.route != get_session) return json(200, me);
    return json(200, Tree(Object{{"csrf", csrf()}, {"me", std::move(me)}}));
  }
  http::Response operator()(const core::SavedViews& views) const {
    return json(200, views_json(views));
  }
  http::Response operator()(const SavedView& view) const { return json(200, view_json(view)); }
  http::Response operator()(const core::ViewRemoved&) const {
    return {.status = 204, .headers = {{"Cache-Control", "no-store"}}, .body = {}};
  }
  http::Response operator()(const core::TrafficPage& page) const {
    return json(200, traffic_json(page));
  }
  http::Response operator()(const core::TrafficRecord& record) const {
    return json(200, traffic_json(record));
  }
  http::Response operator()(const core::ProblemGroups& groups) const {
    return json(200, problems_json(groups));
  }
  http::Response operator()(const core::SystemState& state) const {
    return json(200, system_json(state));
  }
  http::Response operator()(const Anchor& anchor) const { return json(200, anchor_json(anchor)); }
  http::Response operator()(const core::SignedOut&) const {
    http::Response out{.status = 204, .headers = {{"Cache-Control", "no-store"}}, .body = {}};
    if (decoded.route == end_session) out.set("Set-Cookie", session_cookie({}, decoded.is_secure));
    return out;
  }
  http::Response operator()(const core::AdminObjects& admin_objects) const {
    Array items;
    std::int64_t last = 0;
    for (const Principal& each : admin_objects.principals) {
      const auto locked_out = admin_objects.lockouts.find(each.id);
      items.push_back(principal_json(
          each, locked_out == admin_objects.lockouts.end() ? nullptr : &locked_out->second));
      last = each.id;
    }
    for (const Reference& each : admin_objects.references) {
      items.push_back(reference_json(each));
      last = each.id;
    }
    if (!admin_objects.one)
      return json(200, page_json(std::move(items),
                                 admin_objects.more ? cursor(kById, {.id = {last}}) : ""));
    Tree& one = items.front();
    if (!admin_objects.new_key.empty()) one.set("new_key", admin_objects.new_key);
    if (admin_objects.rehearsed) one.set("rehearsed", Tree(true));
    return json(admin_objects.made && !admin_objects.rehearsed ? 201 : 200, one);
  }

  http::Response operator()(const core::Webhooks& webhooks) const {
    Array items;
    for (const core::WebhookView& each : webhooks.webhooks) items.push_back(webhook_json(each));
    if (!webhooks.one) {
      const std::int64_t last = items.empty() ? 0 : webhooks.webhooks.back().webhook.id;
      return json(200,
                  page_json(std::move(items), webhooks.more ? cursor(kById, {.id = {last}}) : ""));
    }
    Tree& one = items.front();
    if (!webhooks.new_secret.empty()) one.set("secret", webhooks.new_secret);
    if (webhooks.rehearsed) one.set("rehearsed", Tree(true));
    return json(webhooks.made && !webhooks.rehearsed ? 201 : 200, one);
  }
  http::Response operator()(const core::WebhookTest& test) const {
    return json(200, test_json(test));
  }
  http::Response operator()(const core::DeliveryPage& page) const {
    return json(200, deliveries_json(page));
  }
  http::Response operator()(const core::DeliveryReplay& replay) const {
    return json(200, replay_json(replay));
  }

  http::Response operator()(const core::Erasure& erasure) const {
    http::Response out = json(200, erasure_json(erasure));
    if (!erasure.rehearsed) out.set("Patchbay-Request", erasure.request.text());
    return out;
  }
  http::Response operator()(const core::Everything& everything) const {
    if (decoded.echo != kHtml) return json(200, everything_json(everything));
    return {
        .status = 200,
        .headers = {{"Content-Type", "text/html; charset=utf-8"},
                    {"Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'"},
                    {"Cache-Control", "no-store"}},
        .body = everything_page(everything)};
  }
  http::Response operator()(const core::CustomersFile& file) const {
    return file_reply(file, decoded.echo == kEncoded);
  }
  http::Response operator()(const core::Imported& imported) const {
    http::Response out = json(200, import_json(imported));
    if (!imported.is_plan) out.set("Patchbay-Batch", imported.batch.text());
    return out;
  }
  http::Response operator()(const core::OutsideSystems& systems) const {
    Array items;
    for (const OutsideSystem& each : systems.systems) {
      const auto watching = systems.watching.find(each.id);
      items.push_back(outside_system_json(
          each, watching == systems.watching.end() ? nullptr : &watching->second));
    }
    if (!systems.one) {
      const std::int64_t last = items.empty() ? 0 : systems.systems.back().id;
      return json(200,
                  page_json(std::move(items), systems.more ? cursor(kById, {.id = {last}}) : ""));
    }
    if (systems.rehearsed) items.front().set("rehearsed", Tree(true));
    return json(systems.made && !systems.rehearsed ? 201 : 200, items.front());
  }
  http::Response operator()(const core::SystemComparison& comparison) const {
    return json(200, comparison_json(comparison));
  }
  http::Response operator()(const core::SystemApplied& applied) const {
    return json(200, applied_json(applied));
  }
  http::Response operator()(const core::SystemLinkPage& page) const {
    return json(200, links_json(page, decoded.route == system_conflicts));
  }
  http::Response operator()(const core::SystemLinked& linked) const {
    Tree out = linked.link ? link_json(*linked.link) : Tree(Object{{"released", Tree(true)}});
    if (linked.rehearsed) out.set("rehearsed", Tree(true));
    return json(200, out);
  }

  [[nodiscard]] std::string csrf() const {
    const auto* bearer = std::get_if<core::BearerToken>(&decoded.call.caller.credentials);
    return bearer ? csrf_token(bearer->token.reveal()) : std::string();
  }
  // A session that was started has a token; one that was prolonged keeps its token.
  [[nodiscard]] http::Response session(const core::Tokens& tokens) const {
    const bool is_new = !tokens.token.empty();
    http::Response out = json(200, Tree(Object{{"csrf", is_new ? csrf_token(tokens.token) : csrf()},
                                               {"expires", rfc3339(tokens.expires)},
                                               {"seconds", Tree(tokens.seconds)}}));
    if (is_new) out.set("Set-Cookie", session_cookie(tokens.token, decoded.is_secure));
    return out;
  }

  // `next` is the value of `before` for the next page.
  static http::Response history(Array items, Version next) {
    Object out{{"items", Tree(std::move(items))}};
    if (next > 0) out.emplace_back("next", Tree(next));
    return json(200, Tree(std::move(out)));
  }
  static http::Response record(int status, const core::View& view) {
    std::string body;
    body.reserve(kCustomerBytes);
    append_customer(body, view);
    return json(status, std::move(body));
  }
  static http::Response rehearsed(const core::Receipt& receipt) {
    const std::int64_t from = receipt.view.record.version - (receipt.changed ? 1 : 0);
    Array events;
    for (const Event& each : receipt.events) events.push_back(event_json(each));
    return json(200, Tree(Object{{"rehearsed", Tree(true)},
                                 {"version", Tree(from)},
                                 {"changes", Tree(changes_json(receipt.differences))},
                                 {"events", Tree(std::move(events))}}));
  }
};

}  // namespace

http::Response encode(const DecodedRequest& decoded, const Result<core::Outcome>& outcome,
                      const Settings&) {
  if (!outcome && is_without_customer(decoded, outcome.error()))
    return translation_response(decoded, nullptr);
  if (!outcome) {
    http::Response out =
        problem_response(outcome.error(), decoded.refused ? decoded.refused_status : 0);
    const Operation& request_of = operation(decoded.route);
    if (out.status == 415)
      out.set(request_of.method == "PATCH" ? "Accept-Patch" : "Accept-Post",
              request_of.body.names());
    return out;
  }
  if (decoded.route == translate_request) {
    const auto* view = std::get_if<core::View>(&*outcome);
    return translation_response(decoded, view ? &view->record : nullptr);
  }
  return std::visit(OutcomeEncoder{decoded}, *outcome);
}

}  // namespace patchbay::doors::native
