// Writes events: which of the standard's a change is, and the customer in the form of the release.
#include "doors/tmf629/events.h"

#include <algorithm>

#include "base/clock.h"
#include "doors/tmf629/customer_json.h"
#include "doors/tmf629/kept.h"
#include "wire/json.h"

namespace patchbay::doors::tmf629 {
namespace {

using wire::Object;
using wire::Tree;

// The rows that keep the caller's word of the status, or all others.
List rows_kept(const std::optional<Value>& extensions, bool of_status) {
  const List* rows = extensions ? std::get_if<List>(&*extensions) : nullptr;
  List out;
  for (const auto& cells : rows ? *rows : List{}) {
    const bool is_status = cells.size() == 2 && name_of_cell(cells[0]) == "status";
    if (is_status == of_status) out.push_back(cells);
  }
  return out;
}

// Whether a difference is of the status, or, as what is kept may be too, of something else.
bool is_of(const Difference& each, bool status) {
  if (each.path.field != Field::extensions) return (each.path.field == Field::status) == status;
  return rows_kept(each.before, status) != rows_kept(each.after, status);
}

// The kinds that a change is of, in the order in which one is chosen.
std::vector<EventKind> kinds_of(const Entry& entry) {
  const auto deleted = std::ranges::find(entry.differences, Field::deleted,
                                         [](const auto& each) { return each.path.field; });
  const bool is_deleted =
      deleted != entry.differences.end() && deleted->after == std::optional<Value>(true);
  if (is_deleted) return {EventKind::deleted};
  // A customer that is brought back is there as a new one is.
  if (entry.version == 1 || deleted != entry.differences.end()) return {EventKind::created};
  const auto any_is_of = [&](bool status) {
    return std::ranges::any_of(entry.differences,
                               [&](const Difference& each) { return is_of(each, status); });
  };
  if (!any_is_of(true)) return {EventKind::changed};
  if (!any_is_of(false)) return {EventKind::state_changed};
  return {EventKind::state_changed, EventKind::changed};
}

Listening listening_of(const Webhook& webhook, Release release) {
  std::vector<Problem> known;  // they were reported when it was registered
  return read_listening(webhook.query, release, known);
}

// The customer of an event. Of one that is deleted only what says which one it was.
Tree shown(const Record& customer, Release release, const Webhook& webhook,
           const Selection& selection) {
  static const Selection kNone{.everything = false};
  const Tree whole = customer_json(customer, release, webhook.base_url);
  Tree out = (customer.flag(Field::deleted) ? kNone : selection).of(whole, release);
  // An event says which customer it is of, also if the selection leaves that out.
  for (const char* each : {"id", "href"})
    if (const Tree* value = whole.find(each); value && !out.find(each)) out.set(each, *value);
  return out;
}

// The customer without what can be long.
Record bare(const Record& customer) {
  Record out{.id = customer.id, .uuid = customer.uuid, .version = customer.version};
  for (const Field field : {Field::name, Field::type, Field::status})
    if (const Value* value = customer.find(field)) out.values.set({field, {}}, *value);
  return out;
}

Object head_of(std::string_view name, std::string_view id, Instant time, Release release) {
  Object out;
  if (release == Release::v5) out.emplace_back("@type", name);
  out.emplace_back("eventId", id);
  out.emplace_back("eventTime", rfc3339(time));
  out.emplace_back("eventType", name);
  return out;
}

std::string write_event(EventKind kind, Release release, const ToldChange& change, Tree customer,
                        bool is_whole) {
  Object out = head_of(event_name(kind, release), change.event_id, change.entry.by.time, release);
  out.emplace_back("correlationId", change.entry.by.request.text());
  out.emplace_back("domain", "customer");
  if (!is_whole)
    out.emplace_back("description", "The customer is too long for an event: read it at its href.");
  out.emplace_back("event", Tree(Object{{"customer", std::move(customer)}}));
  return wire::json::write(Tree(std::move(out)));
}

template <Release release>
constexpr EventFormat format_of(std::string_view name) {
  return {
      .name = name,
      .content_type = "application/json;charset=utf-8",
      .wants =
          [](const Webhook& webhook, const Entry& entry) {
            return kind_of(entry, listening_of(webhook, release)).has_value();
          },
      .suits =
          [](const Webhook& webhook, const Record& customer) {
            const Listening listening = listening_of(webhook, release);
            return listening.filter.empty() || listening.filter.holds(customer, release);
          },
      .event =
          [](const Webhook& webhook, const ToldChange& change, std::size_t bytes_max) {
            const Listening listening = listening_of(webhook, release);
            const EventKind kind = kind_of(change.entry, listening).value_or(EventKind::changed);
            std::string out =
                write_event(kind, release, change,
                            shown(change.customer, release, webhook, listening.selection), true);
            if (out.size() < bytes_max) return out;
            return write_event(
                kind, release, change,
                shown(bare(change.customer), release, webhook, {.everything = false}), false);
          },
      .test =
          [](std::string_view id, Instant now) {
            return wire::json::write(Tree(head_of("TestEvent", id, now, release)));
          },
  };
}

}  // namespace

constexpr std::array<EventFormat, kReleases> kEventFormats = {{
    format_of<Release::v3>("tmf629.v3"),
    format_of<Release::v4>("tmf629.v4"),
    format_of<Release::v5>("tmf629.v5"),
}};

std::string_view event_format_name(Release release) {
  return kEventFormats[static_cast<std::size_t>(release)].name;
}

std::optional<EventKind> kind_of(const Entry& entry, const Listening& listening) {
  for (const EventKind kind : kinds_of(entry))
    if (listening.wants(kind)) return kind;
  return std::nullopt;
}

}  // namespace patchbay::doors::tmf629
