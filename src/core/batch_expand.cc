// From a call about many customers to one call for each.
#include <algorithm>
#include <charconv>
#include <iterator>
#include <map>

#include "base/result.h"
#include "core/batch.h"
#include "core/known_names.h"
#include "core/subject.h"

namespace patchbay::core {
namespace {

constexpr std::size_t kPage = 1000;
constexpr std::size_t kNotesMax = 10'000;

Fault too_many(std::size_t max, const std::string& field) {
  return Fault(Wrong::invalid,
               "is " + std::to_string(max) + ", and more customers than that would be changed",
               field);
}

// `change` as a call of its own, with who and how of `whole`.
Call one_of(const Call& whole, Request change) {
  Call out{.caller = whole.caller,
           .demand = whole.demand,
           .request = std::move(change),
           .how = whole.how,
           .problems = {}};
  out.how.once.reset();
  return out;
}

Call item_call(const Call& whole, const Item& item) {
  Call out = std::visit([&](const auto& change) { return one_of(whole, change); }, item.change);
  // What an item says of its own version goes before what the headers say of all.
  if (item.if_version) {
    out.how.if_version = item.if_version;
    out.how.if_match.reset();
  }
  out.problems = item.problems;
  return out;
}

Call selected_call(const Call& whole, const Selection& selection, CustomerId id) {
  Amend change = selection.change;
  change.subject = id;
  return one_of(whole, std::move(change));
}

Call undo_call(const Call& whole, CustomerId id, std::vector<Version> versions) {
  Amend undo{.subject = id};
  undo.undo = Undo{std::move(versions), {}, std::get<UndoMany>(whole.request).force};
  undo.rules.deleted_too = true;
  undo.action = "undo";
  return one_of(whole, std::move(undo));
}

Result<std::vector<Call>> items(const Call& call, const Bulk& bulk) {
  const auto& items = std::get<std::vector<Item>>(bulk.what);
  if (items.size() > bulk.max_affected)
    return std::unexpected(too_many(bulk.max_affected, bulk.max_field));
  std::vector<Call> out;
  out.reserve(items.size());
  for (const Item& item : items) out.push_back(item_call(call, item));
  return out;
}

Result<std::vector<Call>> selected(store::Reader& reader, const Actor& actor, const Call& call,
                                   const Bulk& bulk) {
  const auto& selection = std::get<Selection>(bulk.what);
  const List& list = selection.list;
  const Found below = TRY(find_subject(reader, actor, call.demand, list.below, list.deleted_too));
  CustomerQuery query = list.query;
  query.below = below.record.id;
  query.limit = kPage;
  std::vector<Call> out;
  for (bool more = true; more;) {
    const CustomerPage page = reader.customers(query);
    more = page.more;
    query.after = page.last;
    if (page.cut) return std::unexpected(Fault(Wrong::invalid, kTooBroad));
    for (const Record& record : page.records) {
      if (out.size() == bulk.max_affected)
        return std::unexpected(too_many(bulk.max_affected, bulk.max_field));
      out.push_back(selected_call(call, selection, record.id));
    }
  }
  return out;
}

// The notes of all who have or once had that name, in the order of time; at most one more than may
// be taken back at once.
std::vector<RequestNote> notes_by(store::Reader& reader, const ByPrincipal& by) {
  std::vector<RequestNote> out;
  for (const std::int64_t id : reader.ever_named(by.name)) {
    RequestQuery query{.limit = kNotesMax + 1 - out.size()};
    query.principal = id;
    query.from = by.from;
    query.to = by.to;
    std::ranges::move(reader.requests(query), std::back_inserter(out));
    if (out.size() > kNotesMax) break;
  }
  return out;
}

// The notes of what is to be taken back.
Result<std::vector<RequestNote>> notes(store::Reader& reader, const UndoMany& undo) {
  if (const auto* asked = std::get_if<RequestStatus>(&undo.what)) {
    const auto note = reader.request(asked->id);
    return note ? std::vector{*note} : std::vector<RequestNote>();
  }
  if (const auto* batch = std::get_if<InBatch>(&undo.what)) {
    RequestQuery query{.limit = kNotesMax + 1};
    query.batch = batch->id;
    return reader.requests(query);
  }
  auto out = notes_by(reader, std::get<ByPrincipal>(undo.what));
  if (out.size() > kNotesMax)
    return std::unexpected(Fault(Wrong::invalid,
                                 "must be later: since then it changed customers more than " +
                                     std::to_string(kNotesMax) + " times",
                                 "from"));
  return out;
}

Result<std::vector<Call>> undone(store::Reader& reader, const Actor& actor, const Call& call,
                                 const UndoMany& undo) {
  std::map<CustomerId, std::vector<Version>> versions;
  for (const RequestNote& note : TRY(notes(reader, undo)))
    if (note.changed && reaches(actor, reader.lineage(note.customer)))
      versions[note.customer].push_back(note.version);
  if (versions.size() > undo.max_affected)
    return std::unexpected(too_many(undo.max_affected, "max_affected"));
  if (versions.empty() && !std::holds_alternative<ByPrincipal>(undo.what))
    // The same of what never was and of what lies out of reach.
    return std::unexpected(Fault(Wrong::unknown_thing, "has changed nothing that you reach",
                                 std::holds_alternative<InBatch>(undo.what) ? "batch" : "request"));
  if (const auto* by = std::get_if<ByPrincipal>(&undo.what);
      by && versions.empty() && !knows_principal(reader, actor, by->name))
    return std::unexpected(
        Fault(std::vector{unknown_principal(reader, actor, by->name, "principal")}));
  std::vector<Call> out;
  for (auto& [id, made] : versions) out.push_back(undo_call(call, id, std::move(made)));
  return out;
}

// Takes a whole number and the space before it off the front of `line`.
std::optional<std::int64_t> take_whole(std::string_view& line) {
  if (line.starts_with(' ')) line.remove_prefix(1);
  std::int64_t out = 0;
  const auto [end, error] = std::from_chars(line.data(), line.data() + line.size(), out);
  if (error != std::errc()) return std::nullopt;
  line.remove_prefix(static_cast<std::size_t>(end - line.data()));
  return out;
}

Call recalled(const Call& call, std::string_view line) {
  const CustomerId id{take_whole(line).value_or(0)};
  if (const auto* bulk = std::get_if<Bulk>(&call.request))
    return selected_call(call, std::get<Selection>(bulk->what), id);
  std::vector<Version> versions;
  while (const auto version = take_whole(line)) versions.push_back(*version);
  return undo_call(call, id, std::move(versions));
}

bool has_items(const Call& call) {
  const auto* bulk = std::get_if<Bulk>(&call.request);
  return bulk && std::holds_alternative<std::vector<Item>>(bulk->what);
}

}  // namespace

Result<void> may_begin(const Actor& actor, const Call& call) {
  TRY_DO(allowed_by_role(actor, call.demand, Act::change));
  if (!call.problems.empty()) return std::unexpected(Fault(call.problems));
  return {};
}

Result<std::vector<Call>> expand(store::Reader& reader, const Actor& actor, const Call& call) {
  if (const auto* undo = std::get_if<UndoMany>(&call.request))
    return undone(reader, actor, call, *undo);
  const auto& bulk = std::get<Bulk>(call.request);
  return has_items(call) ? items(call, bulk) : selected(reader, actor, call, bulk);
}

// The batch, then a line for each customer: its number, and the versions to take back.
std::string remembered(const Uuid& batch, const std::vector<Call>& calls) {
  std::string out = batch.text();
  for (const Call& call : calls) {
    const auto* amend = std::get_if<Amend>(&call.request);
    const auto* id = amend ? std::get_if<CustomerId>(&amend->subject) : nullptr;
    out += '\n' + std::to_string(id ? id->value : 0);
    if (amend && amend->undo)
      for (const Version version : amend->undo->versions) out += ' ' + std::to_string(version);
  }
  return out;
}

Remembered recall(std::string_view text, const Call& call) {
  Remembered out{Uuid::parse(text.substr(0, 36)).value_or(Uuid{}), {}};
  if (has_items(call)) {
    const auto& bulk = std::get<Bulk>(call.request);
    for (const Item& item : std::get<std::vector<Item>>(bulk.what))
      out.calls.push_back(item_call(call, item));
    return out;
  }
  for (std::size_t end = text.find('\n'); end != std::string_view::npos;) {
    text.remove_prefix(end + 1);
    end = text.find('\n');
    out.calls.push_back(recalled(call, text.substr(0, end)));
  }
  return out;
}

}  // namespace patchbay::core
