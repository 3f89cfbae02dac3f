// The fields are those of an update that makes the same change.
#include "reach/webhooks/form_event.h"

#include <algorithm>

#include "core/call/call.h"
#include "doors/client.h"
#include "reach/webhooks/webhook_messages.h"
#include "record/history/chain.h"
#include "record/history/event.h"
#include "wire/form.h"

namespace patchbay::reach {
namespace {

using wire::form::Pairs;

// The dialect that has the field events_url.
constexpr std::string_view kDialect = "enswitch";
// What an update carries beside the fields of the change.
constexpr std::string_view kNotOfTheChange[] = {"id", "auth_username", "auth_password"};
constexpr std::size_t kPathsListed = 100;

core::FieldEdit edit_of(const Difference& difference) {
  const bool is_of_part = !difference.path.part.is_nil();
  return {.target = {.field = difference.path.field,
                     .part = {.mode = is_of_part ? PartRef::Mode::known : PartRef::Mode::none,
                              .id = difference.path.part}},
          .edit = difference.after ? Edit{*difference.after} : Edit{Clear{}},
          .field = text(difference.path),
          .objection = std::nullopt};
}

bool is_shown(const Webhook& webhook, const Difference& difference) {
  const auto& include = webhook.include;
  const FieldRow& of = row(difference.path.field);
  return !of.secret() && !is_erased(difference) &&
         (include.empty() || std::ranges::find(include, of.key) != include.end());
}

Pairs fields_of(const Webhook& webhook, const Entry& entry, const Record& customer) {
  core::UpdateCustomer update{.subject = customer.id, .edits = {}};
  bool changes_address = false;
  for (const Difference& each : entry.differences) {
    if (!is_shown(webhook, each)) continue;
    changes_address = changes_address || each.path.field == Field::events_url;
    update.edits.push_back(edit_of(each));
  }
  core::Call call;
  call.request = std::move(update);
  const doors::EncodedCall encoded =
      doors::client_of(kDialect)->transports.front().encode_call(call, {.record = &customer});
  if (!encoded.request) return {};
  auto out = wire::form::parse(encoded.request->body, wire::form::Separators::ampersand);
  if (!out) return {};
  std::erase_if(*out, [&](const auto& each) {
    return std::ranges::find(kNotOfTheChange, each.first) != std::end(kNotOfTheChange) ||
           (each.first == "events_url" && !changes_address);
  });
  return *std::move(out);
}

std::string paths_of(const Entry& entry) {
  std::string out;
  std::size_t count = 0;
  for (const Difference& each : entry.differences)
    if (count++ < kPathsListed) out += (out.empty() ? "" : ",") + text(each.path);
  return out;
}

}  // namespace

std::string form_event(const Webhook& webhook, const FeedEntry& change, const Record& customer) {
  const Entry& entry = change.entry;
  Pairs pairs{{"event_type", std::string(event_type(entry.action))},
              {"event_id", event_id(change)},
              {"event_time", rfc3339(entry.by.time)},
              {"event_version", std::to_string(entry.version)},
              {"event_request", entry.by.request.text()},
              {"event_changed", paths_of(entry)},
              {"id", std::to_string(entry.customer.value)}};
  Pairs whole = pairs;
  std::ranges::move(fields_of(webhook, entry, customer), std::back_inserter(whole));
  std::string out = wire::form::write(whole);
  if (out.size() < kEventBytesMax) return out;
  pairs.emplace_back("event_truncated", "1");
  return wire::form::write(pairs);
}

}  // namespace patchbay::reach
