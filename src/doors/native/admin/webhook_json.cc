// The JSON of webhooks and deliveries.
#include "doors/native/admin/webhook_json.h"

#include <algorithm>

#include "doors/native/admin/member.h"
#include "doors/shared/spelling.h"

namespace patchbay::doors::native {
namespace {

using wire::Array;
using wire::Object;
using wire::Tree;

std::string_view state_of(const Webhook& webhook, const Destination& destination) {
  if (!webhook.enabled) return "disabled";
  if (!destination.stopped.empty()) return "stopped";
  return destination.failures > 0 ? "failing" : "working";
}

std::string format_of(const Webhook& webhook) {
  if (!webhook.format.empty()) return webhook.format;
  return webhook.has_own_addresses() ? "form" : "cloudevents";
}

Tree delivery_json(const core::WebhookView& view, const Destination& destination) {
  const Webhook& webhook = view.webhook;
  const auto dead = static_cast<std::int64_t>(std::ranges::count_if(
      destination.parked, [](const ParkedDelivery& each) { return !each.dead.empty(); }));
  const auto parked = static_cast<std::int64_t>(destination.parked.size());
  Object out{{"state", std::string(state_of(webhook, destination))},
             {"waiting", Tree(parked - dead)},
             {"dead", Tree(dead)},
             {"failures", Tree(destination.failures)}};
  if (view.behind_since) out.emplace_back("behind_since", rfc3339(*view.behind_since));
  if (destination.failures > 0)
    out.emplace_back("failing_since", rfc3339(destination.failing_since));
  if (destination.paused_until.us > 0)
    out.emplace_back("paused_until", rfc3339(destination.paused_until));
  if (!destination.stopped.empty()) out.emplace_back("stopped", destination.stopped);
  return Tree(std::move(out));
}

}  // namespace

Tree webhook_json(const core::WebhookView& view) {
  const Webhook& from = view.webhook;
  Object out{{"id", id_json(from.id)},
             {"name", from.name},
             {"description", from.description},
             {"below", Tree(from.below.value)},
             {"url", from.url},
             {"doors", texts_json(from.doors)},
             {"actions", texts_json(from.actions)},
             {"fields", texts_json(from.fields)},
             {"include", texts_json(from.include)},
             {"enabled", Tree(from.enabled)},
             {"format", format_of(from)},
             {"principal_id", Tree(from.principal)},
             {"public_key", view.public_key}};
  if (!from.query.empty()) out.emplace_back("query", from.query);
  if (from.old_until.us > 0) out.emplace_back("old_secret_until", rfc3339(from.old_until));
  if (view.destination) out.emplace_back("delivery", delivery_json(view, *view.destination));
  out.emplace_back("version", Tree(from.version));
  return Tree(std::move(out));
}

Tree test_json(const core::WebhookTest& test) {
  if (test.rehearsed) return Tree(Object{{"rehearsed", Tree(true)}});
  return Tree(Object{{"status", Tree(std::int64_t{test.answer.status})},
                     {"problem", test.answer.problem},
                     {"us", Tree(test.answer.us)},
                     {"body", test.answer.body}});
}

Tree deliveries_json(const core::DeliveryPage& page) {
  Array items;
  for (const DeliveryAttempt& each : page.attempts) {
    Object item{{"delivery", Tree(each.number)}, {"customer", Tree(each.customer.value)},
                {"version", Tree(each.version)}, {"request", each.request.text()},
                {"attempt", Tree(each.attempt)}, {"time", rfc3339(each.time)},
                {"us", Tree(each.us)},           {"status", Tree(each.status)},
                {"problem", each.problem}};
    const auto parked = std::ranges::find(page.parked, each.entry, &ParkedDelivery::entry);
    if (parked != page.parked.end() && !parked->dead.empty())
      item.emplace_back("dead", Tree(true));
    else if (parked != page.parked.end())
      item.emplace_back("due", rfc3339(parked->due));
    items.emplace_back(std::move(item));
  }
  Object out{{"items", Tree(std::move(items))}};
  if (page.next > 0) out.emplace_back("next", Tree(page.next));
  return Tree(std::move(out));
}

Tree replay_json(const core::DeliveryReplay& replay) {
  Object out;
  if (replay.again) out.emplace_back("again", Tree(static_cast<std::int64_t>(*replay.again)));
  if (replay.rehearsed) out.emplace_back("rehearsed", Tree(true));
  return Tree(std::move(out));
}

void read_webhook(const Object& patch, core::UpsertWebhook& out, std::vector<Problem>& problems) {
  const KnownMember known[] = {
      {"name", [&](const Member& member) { member.text(out.name); }},
      {"description", [&](const Member& member) { member.text(out.description); }},
      {"url", [&](const Member& member) { member.text(out.url); }},
      {"below", [&](const Member& member) { member.customer(out.below); }},
      {"doors", [&](const Member& member) { member.list(out.doors); }},
      {"actions", [&](const Member& member) { member.list(out.actions); }},
      {"fields", [&](const Member& member) { member.list(out.fields); }},
      {"include", [&](const Member& member) { member.list(out.include); }},
      {"enabled", [&](const Member& member) { member.flag(out.enabled); }},
  };
  read_members(patch, known, problems);
}

}  // namespace patchbay::doors::native
