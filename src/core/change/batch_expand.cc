// Expands a call about many customers into one call for each.
#include <algorithm>
#include <charconv>
#include <iterator>
#include <map>
#include <ranges>

#include "base/result.h"
#include "core/access/subject.h"
#include "core/change/batch.h"
#include "core/read/known_names.h"

namespace patchbay::core {
namespace {

constexpr std::size_t kPage = 1000;
constexpr std::size_t kRequestsMax = 10'000;

// Returns a call for `change` with the caller and the options of `whole`. Its caller is known
// already, so it has no credentials.
Call one_of(const Call& whole, Request change) {
  const Caller& caller = whole.caller;
  Call out{.caller = {.credentials = {},
                      .door = caller.door,
                      .source = caller.source,
                      .agent = caller.agent},
           .required_privilege = whole.required_privilege,
           .request = std::move(change),
           .options = whole.options,
           .problems = {}};
  out.options.idempotency_key.reset();
  return out;
}

Call call_of_item(const Call& whole, BulkItem item) {
  Call out =
      std::visit([&](auto& change) { return one_of(whole, std::move(change)); }, item.change);
  // The version given for an item replaces the condition in the headers.
  if (item.if_version) {
    out.options.if_version = item.if_version;
    out.options.if_match.reset();
  }
  out.problems = std::move(item.problems);
  return out;
}

Call call_of_selected(const Call& whole, const Selection& selection, CustomerId id) {
  UpdateCustomer change = selection.change;
  change.subject = id;
  return one_of(whole, std::move(change));
}

Call undo_call(const Call& whole, CustomerId id, std::vector<Version> versions) {
  return one_of(whole, undo_of(id, std::move(versions), std::get<UndoMany>(whole.request).force));
}

// Items of a call with a key stay, because a repeat of it may be met, which expands it again.
Result<std::vector<Call>> calls_of_items(const Call& call, Bulk& bulk) {
  auto& items = std::get<std::vector<BulkItem>>(bulk.what);
  if (items.size() > bulk.max_affected)
    return std::unexpected(too_many_affected(bulk.max_affected, bulk.max_field));
  const bool stay = call.options.idempotency_key.has_value();
  std::vector<Call> out;
  out.reserve(items.size());
  for (BulkItem& item : items)
    out.push_back(stay ? call_of_item(call, item) : call_of_item(call, std::move(item)));
  if (!stay) items = {};
  return out;
}

Result<std::vector<Call>> expand_selection(store::ReadTransaction& reader, const Actor& actor,
                                           const Call& call, const Bulk& bulk) {
  const auto& selection = std::get<Selection>(bulk.what);
  const ListCustomers& list = selection.list;
  const FoundCustomer below =
      TRY(find_subject(reader, actor, call.required_privilege, list.below, list.deleted_too));
  CustomerQuery query = list.query;
  query.below = below.record.id;
  query.limit = kPage;
  std::vector<Call> out;
  for (bool more = true; more;) {
    const CustomerPage page = reader.customers(query);
    more = page.more;
    query.after = page.last;
    if (page.cut) return std::unexpected(Fault(ErrorKind::invalid, kTooBroad));
    for (const Record& record : page.records) {
      if (out.size() == bulk.max_affected)
        return std::unexpected(too_many_affected(bulk.max_affected, bulk.max_field));
      out.push_back(call_of_selected(call, selection, record.id));
    }
  }
  return out;
}

// Returns the request records of all principals that have or had this name, in the order of time;
// at most one more than can be undone at once.
std::vector<RequestRecord> requests_by(store::ReadTransaction& reader, const ByPrincipal& by) {
  std::vector<RequestRecord> out;
  for (const std::int64_t id : reader.principals_ever_named(by.name)) {
    RequestQuery query{.limit = kRequestsMax + 1 - out.size()};
    query.principal = id;
    query.from = by.from;
    query.to = by.to;
    std::ranges::move(reader.requests(query), std::back_inserter(out));
    if (out.size() > kRequestsMax) break;
  }
  return out;
}

// Part of it would be forgotten.
Fault too_large() {
  return Fault(ErrorKind::invalid,
               "has more than " + std::to_string(kRequestsMax) +
                   " requests: give a max_affected of more than that to take back all of them, "
                   "while the reply is sent",
               "batch");
}

// Returns the request records of the changes to undo.
Result<std::vector<RequestRecord>> requests_to_undo(store::ReadTransaction& reader,
                                                    const UndoMany& undo) {
  if (const auto* asked = std::get_if<RequestStatus>(&undo.what)) {
    const auto request_record = reader.request(asked->id);
    return request_record ? std::vector{*request_record} : std::vector<RequestRecord>();
  }
  if (const auto* batch = std::get_if<InBatch>(&undo.what)) {
    RequestQuery query{.limit = kRequestsMax + 1};
    query.batch = batch->id;
    auto out = reader.requests(query);
    if (out.size() > kRequestsMax) return std::unexpected(too_large());
    return out;
  }
  auto out = requests_by(reader, std::get<ByPrincipal>(undo.what));
  if (out.size() > kRequestsMax)
    return std::unexpected(Fault(ErrorKind::invalid,
                                 "must be later: since then the principal made more than " +
                                     std::to_string(kRequestsMax) + " changes",
                                 "from"));
  return out;
}

Result<std::vector<Call>> expand_undo(store::ReadTransaction& reader, const Actor& actor,
                                      const Call& call, const UndoMany& undo) {
  std::map<CustomerId, std::vector<Version>> versions;
  for (const RequestRecord& request_record : TRY(requests_to_undo(reader, undo)))
    if (request_record.changed && reaches(actor, reader.lineage(request_record.customer)))
      versions[request_record.customer].push_back(request_record.version);
  if (versions.size() > undo.max_affected)
    return std::unexpected(too_many_affected(undo.max_affected, "max_affected"));
  if (versions.empty() && !std::holds_alternative<ByPrincipal>(undo.what))
    // The same fault for an unknown request and for one out of reach.
    return std::unexpected(Fault(ErrorKind::unknown_object, "changed no customer that you can see",
                                 std::holds_alternative<InBatch>(undo.what) ? "batch" : "request"));
  if (const auto* by = std::get_if<ByPrincipal>(&undo.what);
      by && versions.empty() && !is_known_principal(reader, actor, by->name))
    return std::unexpected(
        Fault(std::vector{unknown_principal(reader, actor, by->name, "principal")}));
  // Customers that were created go first, the newest before the others, so that each is deleted
  // before the one above it.
  const auto is_creation = [](const auto& each) {
    return std::ranges::find(each.second, Version{1}) != each.second.end();
  };
  std::vector<Call> out;
  for (auto& each : versions | std::views::reverse)
    if (is_creation(each)) out.push_back(undo_call(call, each.first, each.second));
  for (auto& each : versions)
    if (!is_creation(each)) out.push_back(undo_call(call, each.first, std::move(each.second)));
  return out;
}

// Removes a whole number and the space before it from the start of `line`.
std::optional<std::int64_t> parse_whole_at(std::string_view& line) {
  if (line.starts_with(' ')) line.remove_prefix(1);
  std::int64_t out = 0;
  const auto [end, error] = std::from_chars(line.data(), line.data() + line.size(), out);
  if (error != std::errc()) return std::nullopt;
  line.remove_prefix(static_cast<std::size_t>(end - line.data()));
  return out;
}

Call stored(const Call& call, std::string_view line) {
  const CustomerId id{parse_whole_at(line).value_or(0)};
  if (const auto* bulk = std::get_if<Bulk>(&call.request))
    return call_of_selected(call, std::get<Selection>(bulk->what), id);
  std::vector<Version> versions;
  while (const auto version = parse_whole_at(line)) versions.push_back(*version);
  return undo_call(call, id, std::move(versions));
}

bool has_items(const Call& call) {
  const auto* bulk = std::get_if<Bulk>(&call.request);
  return bulk && std::holds_alternative<std::vector<BulkItem>>(bulk->what);
}

}  // namespace

Fault too_many_affected(std::size_t max, const std::string& field) {
  return Fault(
      ErrorKind::invalid,
      "is " + std::to_string(max) + ", and more customers would be changed: raise it to allow that",
      field);
}

UpdateCustomer undo_of(CustomerId id, std::vector<Version> versions, bool force) {
  UpdateCustomer out{.subject = id};
  out.undo = Undo{.versions = std::move(versions), .paths = {}, .force = force, .again = true};
  out.rules.deleted_too = true;
  out.action = "undo";
  return out;
}

Result<void> check_may_begin(const Actor& actor, const Call& call) {
  TRY_DO(require_role(actor, call.required_privilege, Access::change));
  if (!call.problems.empty()) return std::unexpected(Fault(call.problems));
  return {};
}

Result<std::vector<Call>> expand_batch(store::ReadTransaction& reader, const Actor& actor,
                                       Call& call) {
  if (const auto* undo = std::get_if<UndoMany>(&call.request))
    return expand_undo(reader, actor, call, *undo);
  auto& bulk = std::get<Bulk>(call.request);
  return has_items(call) ? calls_of_items(call, bulk) : expand_selection(reader, actor, call, bulk);
}

// The batch id, then a line for each customer: its id and the versions to undo.
std::string encode_batch(const Uuid& batch, const std::vector<Call>& calls) {
  std::string out = batch.text();
  for (const Call& call : calls) {
    const auto* update = std::get_if<UpdateCustomer>(&call.request);
    const auto* id = update ? std::get_if<CustomerId>(&update->subject) : nullptr;
    out += '\n' + std::to_string(id ? id->value : 0);
    if (update && update->undo)
      for (const Version version : update->undo->versions) out += ' ' + std::to_string(version);
  }
  return out;
}

StoredBatch decode_batch(std::string_view text, const Call& call) {
  StoredBatch out{Uuid::parse(text.substr(0, 36)).value_or(Uuid{}), {}};
  if (has_items(call)) {
    const auto& bulk = std::get<Bulk>(call.request);
    for (const BulkItem& item : std::get<std::vector<BulkItem>>(bulk.what))
      out.calls.push_back(call_of_item(call, item));
    return out;
  }
  for (std::size_t end = text.find('\n'); end != std::string_view::npos;) {
    text.remove_prefix(end + 1);
    end = text.find('\n');
    out.calls.push_back(stored(call, text.substr(0, end)));
  }
  return out;
}

}  // namespace patchbay::core
