// Decodes reads of a customer: now or at a version, its history, differences, and the feed of all
// changes.
#include "base/text.h"
#include "doors/native/decode_calls.h"
#include "doors/native/history/events.h"
#include "doors/shared/spelling.h"

namespace patchbay::doors::native {
namespace {

// Every field of a section, of one part or of all parts.
core::Paths all_of(Section section, const Uuid& part) {
  core::Paths out{.fields = {}, .part = part};
  for (const FieldRow& each : field_rows(section))
    if (const auto field = find_field(section, each.key)) out.fields.push_back(*field);
  return out;
}

// "contacts", "contacts/UUID" or "contacts/telephone".
std::optional<core::Paths> paths_below(Section section, std::string_view text) {
  const std::string_view name = word(section);
  if (text == name) return all_of(section, {});
  if (!text.starts_with(name) || text[name.size()] != '/') return std::nullopt;
  const std::string_view rest = text.substr(name.size() + 1);
  if (const auto part = Uuid::parse(rest)) return all_of(section, *part);
  const auto field = find_field(section, rest);
  return field ? std::optional(core::Paths{.fields = {*field}}) : std::nullopt;
}

// The names that can be requested without a part.
const std::vector<std::string>& path_names() {
  static const std::vector<std::string> kNames = [] {
    std::vector<std::string> out;
    for (const Section section : {Section::customer, Section::address, Section::contact}) {
      const std::string_view before = word(section);
      if (!before.empty()) out.emplace_back(before);
      for (const FieldRow& each : field_rows(section)) {
        if (!before.empty()) out.push_back(std::string(before) + '/' + std::string(each.key));
        out.emplace_back(each.key);
      }
    }
    return out;
  }();
  return kNames;
}

std::optional<core::Paths> read_paths(const std::string& text, QueryReader& query) {
  if (const auto path = parse_path(text)) return core::Paths{{path->field}, path->part};
  for (const Section section : {Section::address, Section::contact})
    if (auto paths = paths_below(section, text)) return paths;
  // The bare name of a field of addresses or contacts means this field in every part.
  core::Paths any;
  for (const Section section : {Section::address, Section::contact})
    if (const auto field = find_field(section, text)) any.fields.push_back(*field);
  if (!any.fields.empty()) return any;
  const std::vector<std::string_view> known(path_names().begin(), path_names().end());
  query.refuse(kField.name,
               "must be a field, or a path as history shows it" + suggestion(text, known));
  return std::nullopt;
}

constexpr std::string_view kNow = "now";

// Whether the caller wants the feed as it grows.
bool wants_events(const http::Request& request) {
  const auto accept = request.header("Accept");
  return accept && lower(*accept).contains(kEventStream);
}

}  // namespace

void read_list_changes(const RoutedRequest& routed, QueryReader& query, DecodedRequest& decoded) {
  core::ListChanges changes{.below = core::Oneself{}, .query = {}};
  if (const auto below = query.text(kBelow)) {
    changes.below = subject(*below);
    changes.below_field = kBelow.name;
  }
  changes.after = query.text(kAfter);
  changes.from_now = changes.after == kNow;
  if (changes.from_now) changes.after.reset();
  changes.query.door = query.word(kDoorName).value_or("");
  changes.query.principal = query.non_empty_text(kPrincipal).value_or("");
  changes.query.request = query.uuid(kRequest).value_or(Uuid{});
  changes.query.batch = query.uuid(kBatch).value_or(Uuid{});
  changes.query.from = query.time(kSince);
  changes.query.to = query.time(kUntil);
  changes.query.limit = query.size(kLimit);
  const std::int64_t wait_s = query.whole(kWait).value_or(0);
  if (wants_events(routed.request)) {
    decoded.following = endless_feed();
    // A browser that connects again sends the same query, and here how far it came.
    if (const auto last = routed.request.header("Last-Event-ID"); last && !last->empty()) {
      changes.after = std::string(*last);
      changes.from_now = false;
      changes.field = "Last-Event-ID";
    }
  } else if (wait_s > 0) {
    decoded.following = awaited_feed(wait_s);
  }
  decoded.call.request = std::move(changes);
}

void read_customer_history(const RoutedRequest& routed, QueryReader& query,
                           DecodedRequest& decoded) {
  core::ListHistory history{.subject = subject(routed.segment(0))};
  history.limit = query.size(kHistoryLimit);
  history.before = query.whole(kBefore).value_or(0);
  if (const auto field = query.text(kField)) history.paths = read_paths(*field, query);
  history.door = query.word(kDoorName).value_or("");
  history.principal = query.non_empty_text(kPrincipal).value_or("");
  history.request = query.uuid(kRequest);
  history.batch = query.uuid(kBatch);
  history.from = query.time(kSince);
  history.to = query.time(kUntil);
  decoded.call.request = std::move(history);
}

void read_get_customer(const RoutedRequest& routed, QueryReader& query, DecodedRequest& decoded) {
  core::GetCustomer get{.subject = subject(routed.segment(0)), .deleted_too = true};
  get.at_version = query.whole(kVersion);
  get.at_time = query.time(kAt);
  if (get.at_time && get.at_version) query.refuse("at", "cannot stand beside version");
  decoded.call.request = std::move(get);
}

void read_customer_ids(const RoutedRequest& routed, QueryReader& /*query*/,
                       DecodedRequest& decoded) {
  decoded.call.request = core::ListIdsElsewhere{.subject = subject(routed.segment(0))};
}

void read_customer_diff(const RoutedRequest& routed, QueryReader& query, DecodedRequest& decoded) {
  core::CompareVersions compare{.subject = subject(routed.segment(0))};
  compare.from = query.whole(kFrom).value_or(1);
  compare.to = query.whole(kTo).value_or(0);
  decoded.call.request = std::move(compare);
}

}  // namespace patchbay::doors::native
