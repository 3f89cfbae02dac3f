// Reading a customer: as it is or was, its history, and what differs; and what was changed of all.
#include "doors/native/calls.h"
#include "doors/spelling.h"

namespace patchbay::doors::native {
namespace {

// Every field of a home, of one part or of any.
core::Paths all_of(Home home, const Uuid& part) {
  core::Paths out{.fields = {}, .part = part};
  for (const FieldRow& each : field_rows(home))
    if (const auto field = field_named(home, each.key)) out.fields.push_back(*field);
  return out;
}

// "contacts", "contacts/UUID" or "contacts/telephone".
std::optional<core::Paths> paths_below(Home home, std::string_view text) {
  const std::string_view name = word(home);
  if (text == name) return all_of(home, {});
  if (!text.starts_with(name) || text[name.size()] != '/') return std::nullopt;
  const std::string_view rest = text.substr(name.size() + 1);
  if (const auto part = Uuid::parse(rest)) return all_of(home, *part);
  const auto field = field_named(home, rest);
  return field ? std::optional(core::Paths{.fields = {*field}}) : std::nullopt;
}

// What can be asked for by name, without any part.
const std::vector<std::string>& path_names() {
  static const std::vector<std::string> kNames = [] {
    std::vector<std::string> out;
    for (const Home home : {Home::customer, Home::address, Home::contact}) {
      const std::string_view before = word(home);
      if (!before.empty()) out.emplace_back(before);
      for (const FieldRow& each : field_rows(home)) {
        if (!before.empty()) out.push_back(std::string(before) + '/' + std::string(each.key));
        out.emplace_back(each.key);
      }
    }
    return out;
  }();
  return kNames;
}

std::optional<core::Paths> read_paths(const std::string& text, Query& query) {
  if (const auto path = parse_path(text)) return core::Paths{{path->field}, path->part};
  for (const Home home : {Home::address, Home::contact})
    if (auto paths = paths_below(home, text)) return paths;
  // A field of addresses or contacts by its own name is that of any of them.
  core::Paths any;
  for (const Home home : {Home::address, Home::contact})
    if (const auto field = field_named(home, text)) any.fields.push_back(*field);
  if (!any.fields.empty()) return any;
  const std::vector<std::string_view> known(path_names().begin(), path_names().end());
  query.refuse(kField.name,
               "must be a field, or a path as history shows it" + suggestion(text, known));
  return std::nullopt;
}

void read_history(const Arrival& arrival, Query& query, Asked& asked) {
  core::History history{.subject = subject(arrival.captured[0])};
  history.limit = query.size(kHistoryLimit);
  history.before = query.whole(kBefore).value_or(0);
  if (const auto field = query.text(kField)) history.paths = read_paths(*field, query);
  history.door = query.word(kDoorName).value_or("");
  history.principal = query.some(kPrincipal).value_or("");
  history.request = query.uuid(kRequest);
  history.batch = query.uuid(kBatch);
  history.from = query.time(kSince);
  history.to = query.time(kUntil);
  asked.call.request = std::move(history);
}

void read_get(const Arrival& arrival, Query& query, Asked& asked) {
  core::Get get{.subject = subject(arrival.captured[0]), .deleted_too = true};
  get.at_version = query.whole(kVersion);
  get.at_time = query.time(kAt);
  if (get.at_time && get.at_version) query.refuse("at", "cannot stand beside version");
  asked.call.request = std::move(get);
}

void read_diff(const Arrival& arrival, Query& query, Asked& asked) {
  core::Compare compare{.subject = subject(arrival.captured[0])};
  compare.from = query.whole(kFrom).value_or(1);
  compare.to = query.whole(kTo).value_or(0);
  asked.call.request = std::move(compare);
}

constexpr std::string_view kNow = "now";

}  // namespace

void read_changes(Query& query, Asked& asked) {
  core::Changes changes{.below = core::Oneself{}, .query = {}};
  if (const auto below = query.text(kBelow)) {
    changes.below = subject(*below);
    changes.below_field = kBelow.name;
  }
  changes.after = query.text(kAfter);
  changes.from_now = changes.after == kNow;
  if (changes.from_now) changes.after.reset();
  changes.query.door = query.word(kDoorName).value_or("");
  changes.query.principal = query.some(kPrincipal).value_or("");
  changes.query.request = query.uuid(kRequest).value_or(Uuid{});
  changes.query.batch = query.uuid(kBatch).value_or(Uuid{});
  changes.query.from = query.time(kSince);
  changes.query.to = query.time(kUntil);
  changes.query.limit = query.size(kLimit);
  asked.call.request = std::move(changes);
}

void read_customer_read(const Arrival& arrival, Query& query, Asked& asked) {
  if (arrival.route == list_customers) return read_customer_list(query, asked);
  if (arrival.route == get_customer) return read_get(arrival, query, asked);
  if (arrival.route == customer_history) return read_history(arrival, query, asked);
  read_diff(arrival, query, asked);
}

}  // namespace patchbay::doors::native
