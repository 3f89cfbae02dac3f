// Writes CloudEvents 1.0 in structured mode, and the headers of Standard Webhooks.
#include "reach/webhooks/webhook_messages.h"

#include <algorithm>

#include "doors/event_format.h"
#include "reach/webhooks/form_event.h"
#include "record/field/field.h"
#include "record/formats/codec.h"
#include "record/history/chain.h"
#include "record/history/event.h"
#include "wire/json.h"
#include "wire/tree.h"

namespace patchbay::reach {
namespace {

using wire::Array;
using wire::Object;
using wire::Tree;

constexpr std::size_t kPathsKept = 100;  // of a body that would be too long
constexpr std::string_view kEventType = "application/cloudevents+json; charset=utf-8";
constexpr std::string_view kFormType = "application/x-www-form-urlencoded";

bool is_listed(const std::vector<std::string>& list, std::string_view text) {
  return std::ranges::find(list, text) != list.end();
}

std::string_view key_of(const Difference& difference) { return row(difference.path.field).key; }

Array paths_of(const Entry& entry, std::size_t most) {
  Array out;
  for (const Difference& each : entry.differences)
    if (out.size() < most) out.emplace_back(text(each.path));
  return out;
}

// The new values of the fields that the webhook includes. A secret never gets here, because no
// webhook can include one.
Object values_of(const Webhook& webhook, const Entry& entry) {
  Object out;
  for (const Difference& each : entry.differences) {
    const bool is_secret = each.after && std::holds_alternative<SealedSecret>(*each.after);
    if (!is_listed(webhook.include, key_of(each)) || is_secret || is_erased(each)) continue;
    auto value = each.after ? wire::json::parse(encode_value(*each.after)) : Tree(wire::Null{});
    if (value) out.emplace_back(text(each.path), std::move(*value));
  }
  return out;
}

std::string event(const Webhook& webhook, const FeedEntry& change, bool with_values,
                  std::size_t paths) {
  const Entry& entry = change.entry;
  Object data{{"customer", Tree(entry.customer.value)},
              {"uuid", change.uuid.text()},
              {"version", Tree(entry.version)},
              {"action", entry.action},
              {"changed", Tree(paths_of(entry, paths))},
              {"principal", entry.by.principal},
              {"door", entry.by.door},
              {"request", entry.by.request.text()}};
  if (!webhook.include.empty() && with_values)
    data.emplace_back("values", Tree(values_of(webhook, entry)));
  const bool is_whole = with_values && paths >= entry.differences.size();
  if (!is_whole) data.emplace_back("truncated", Tree(true));
  return wire::json::write(Tree(Object{{"specversion", "1.0"},
                                       {"id", event_id(change)},
                                       {"source", "/v1/customers"},
                                       {"type", std::string(event_type(entry.action))},
                                       {"subject", std::to_string(entry.customer.value)},
                                       {"time", rfc3339(entry.by.time)},
                                       {"datacontenttype", "application/json"},
                                       {"data", Tree(std::move(data))}}));
}

}  // namespace

std::string own_address(const Record& customer) {
  const Value* const found = customer.find(Field::events_url);
  const auto* const url = found ? std::get_if<std::string>(found) : nullptr;
  return url ? *url : std::string();
}

std::string event_id(const FeedEntry& change) {
  return "chg_" + change.uuid.text() + '_' + std::to_string(change.entry.version);
}

std::string event_text(const Webhook& webhook, const FeedEntry& change) {
  std::string out = event(webhook, change, /*with_values=*/true, SIZE_MAX);
  if (out.size() >= kEventBytesMax) out = event(webhook, change, /*with_values=*/false, SIZE_MAX);
  if (out.size() >= kEventBytesMax) out = event(webhook, change, /*with_values=*/false, kPathsKept);
  return out;
}

bool WebhookMessages::wants(const Webhook& webhook, const FeedEntry& change) const {
  const Entry& entry = change.entry;
  if (!webhook.doors.empty() && !is_listed(webhook.doors, entry.by.door)) return false;
  if (!webhook.actions.empty() && !is_listed(webhook.actions, entry.action)) return false;
  if (!webhook.format.empty()) {
    // Nothing is sent in a form that no door has.
    const doors::EventFormat* format = doors::find_event_format(webhook.format);
    if (!format || !format->wants(webhook, entry)) return false;
  }
  return webhook.fields.empty() ||
         std::ranges::any_of(entry.differences, [&](const Difference& each) {
           return is_listed(webhook.fields, key_of(each));
         });
}

bool WebhookMessages::reaches(const Webhook& webhook, const Record& customer) const {
  if (const auto* format = doors::find_event_format(webhook.format))
    return format->suits(webhook, customer);
  return !webhook.has_own_addresses() || !own_address(customer).empty();
}

std::optional<Message> WebhookMessages::message(const Webhook& webhook, const FeedEntry& change,
                                                const Record& customer, Instant now) const {
  const std::string id = event_id(change);
  if (const auto* format = doors::find_event_format(webhook.format))
    return signed_message(
        webhook, id,
        {webhook.url, format->content_type,
         format->event(webhook, {.event_id = id, .entry = change.entry, .customer = customer},
                       kEventBytesMax)},
        now);
  if (!webhook.has_own_addresses())
    return signed_message(webhook, id, {webhook.url, kEventType, event_text(webhook, change)}, now);
  return signed_message(
      webhook, id, {own_address(customer), kFormType, form_event(webhook, change, customer)}, now);
}

std::optional<Message> WebhookMessages::test_message(const Webhook& webhook, const std::string& id,
                                                     Instant now) const {
  if (const auto* format = doors::find_event_format(webhook.format))
    return signed_message(webhook, id, {webhook.url, format->content_type, format->test(id, now)},
                          now);
  std::string body = wire::json::write(Tree(Object{{"specversion", "1.0"},
                                                   {"id", id},
                                                   {"source", "/v1/webhooks"},
                                                   {"type", "patchbay.test"},
                                                   {"time", rfc3339(now)},
                                                   {"datacontenttype", "application/json"},
                                                   {"data", Tree(Object{})}}));
  return signed_message(webhook, id, {webhook.url, kEventType, std::move(body)}, now);
}

std::optional<Message> WebhookMessages::signed_message(const Webhook& webhook,
                                                       const std::string& id, Body body,
                                                       Instant now) const {
  std::string signature;
  for (const std::string* const sealed : {&webhook.secret, &webhook.old_secret}) {
    if (sealed->empty() || (sealed == &webhook.old_secret && now >= webhook.old_until)) continue;
    const auto opened = open_keys_(*sealed, webhook.id);
    const auto keys = opened ? WebhookKeys::parse(*opened) : std::nullopt;
    if (!keys) return std::nullopt;
    if (!signature.empty()) signature += ' ';
    signature += signatures({.id = id, .time_s = now.seconds(), .body = body.text}, *keys);
  }
  return Message{.url = std::move(body.url),
                 .headers = {{"Content-Type", std::string(body.type)},
                             {"webhook-id", id},
                             {"webhook-timestamp", std::to_string(now.seconds())},
                             {"webhook-signature", std::move(signature)}},
                 .body = std::move(body.text)};
}

}  // namespace patchbay::reach
