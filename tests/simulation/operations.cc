// Sends operations, and notes what their replies say.
#include <charconv>

#include "simulation/base.h"
#include "simulation/session.h"

namespace patchbay::simulation {
namespace {

using core::Outcome;
using core::Receipt;

constexpr std::string_view kMade = " made";

bool is_settled(const Operation& operation) {
  for (const Item& each : operation.items)
    if (!each.is_made) return false;
  return !operation.items.empty();
}

}  // namespace

// What an operation is made of, by how often it is asked for in a hundred.
void Session::act() {
  if (twin_ && dice_.one_in(2)) return send(*std::exchange(twin_, std::nullopt));
  if (dice_.one_in(4) && retry()) return;
  const std::uint64_t chosen = dice_.below(100);
  if (chosen < 32) return edit();
  if (chosen < 38) return create();
  if (chosen < 42) return remove_or_restore();
  if (chosen < 50) return adjust();
  if (chosen < 60) return undo();
  if (chosen < 68) return bulk();
  if (chosen < 71) return undo_bulk();
  if (chosen < 75) return rename_plan();
  if (chosen < 78) return move();
  read();
}

void Session::begin(Operation operation, Draft draft) {
  const std::size_t number = operation.number;
  history_.operations.push_back(std::move(operation));
  run_.drafts.push_back(std::move(draft));
  Operation& begun = history_.operations.back();
  if (!begun.key.empty() && dice_.one_in(5)) twin_ = number;
  send(number);
}

void Session::send(std::size_t number) {
  // Elements of both move when others are added.
  const Draft draft = run_.drafts[number];
  const std::size_t index = history_.operations[number].sends.size();
  history_.operations[number].sends.push_back({.era = history_.era, .sent = history_.now + 1});
  world_.trace.event("send", number, draft.request.index());
  Send send{.era = history_.era};
  if (++under_way_[number] > 1) run_.reached.note(Rare::twins);
  const auto outcome = ask(draft, history_.operations[number].request, &send);
  --under_way_[number];
  Operation& operation = history_.operations[number];
  operation.sends[index] = send;
  if (outcome) return settle(operation, *outcome, send.answered);
  for (Item& each : operation.items) each.may_be_made = true;
}

void Session::note_made(Item& item, const Record& record, Tick answered) {
  item.is_made = true;
  item.version = record.version;
  if (item.acknowledged == 0) item.acknowledged = answered;
  if (!item.customer) item.customer = record.id;
  Version& known = history_.known[item.customer];
  known = std::max(known, record.version);
}

void Session::settle(Operation& operation, const Result<Outcome>& outcome, Tick answered) {
  if (!outcome) {
    for (Item& each : operation.items) settle(each, outcome.error());
    return;
  }
  if (const auto* batch = std::get_if<core::Batch>(&*outcome))
    return settle(operation, *batch, answered);
  Item& item = operation.items.front();
  if (const auto* replay = std::get_if<core::Replay>(&*outcome)) {
    operation.replies.push_back(replay->reply);
    if (operation.sends.front().era != history_.era && item.may_be_made && !item.is_made)
      run_.reached.note(Rare::retry_found);
    if (!replay->reply.ends_with(kMade)) return;
    item.is_made = true;
    if (item.acknowledged == 0) item.acknowledged = answered;
    return;
  }
  if (std::holds_alternative<core::AdminObjects>(*outcome)) {
    item.is_made = true;
    return;
  }
  const auto& receipt = std::get<Receipt>(*outcome);
  if (receipt.rehearsed) return;
  if (!operation.key.empty()) {
    operation.replies.push_back(
        run_.drafts[operation.number].options.idempotency_key->render(*outcome));
    if (operation.sends.front().era != history_.era && item.may_be_made)
      run_.reached.note(Rare::retry_made);
  }
  if (receipt.changed) note_made(item, receipt.view.record, answered);
}

void Session::settle(Item& item, const Fault& fault) {
  switch (fault.kind) {
    case ErrorKind::unknown_outcome:
      item.may_be_made = item.is_unknown = true;
      break;
    case ErrorKind::unavailable:
      item.was_full = world_.disk.bytes_max == 0;
      if (item.was_full) run_.reached.note(Rare::full_disk);
      break;
    case ErrorKind::damaged:
      history_.faults.push_back("a reply says that data is damaged: " + fault.sentence());
      break;
    default:
      break;
  }
}

void Session::settle(Operation& operation, const core::Batch& batch, Tick answered) {
  bool any_made = false;
  bool any_refused = false;
  bool any_full = false;
  bool any_before = false;
  for (const core::BatchItem& each : batch.items) {
    // Of an undo, the reply names the customers.
    Item unnamed{.customer = each.id};
    Item& item = operation.is_open ? unnamed : operation.items.at(each.index);
    if (each.fault) {
      settle(item, *each.fault);
      any_refused = any_refused || each.fault->kind < ErrorKind::damaged;
      any_full = any_full || item.was_full;
      continue;
    }
    if (!each.changed) continue;
    Record record;
    record.id = each.id;
    record.version = each.version;
    any_before = any_before || item.is_made || each.version < history_.known[each.id];
    note_made(item, record, answered);
    any_made = true;
    if (operation.is_open) operation.items.push_back(item);
  }
  if (any_made && any_refused) run_.reached.note(Rare::item_refused);
  if (any_made && any_full) run_.reached.note(Rare::full_in_batch);
  if (batch.replayed && any_made && any_before) run_.reached.note(Rare::batch_continued);
}

void Session::read() {
  const CustomerId customer = any_customer();
  const Version least = history_.known[customer];
  const bool is_in_commit = in_commit_ > 0;
  Send sent{};
  const auto outcome = ask({.principal = dice_.one_in(2) ? "owner" : "reseller",
                            .request = core::GetCustomer{.subject = customer, .deleted_too = true}},
                           Uuid::make(dice_), &sent);
  if (!outcome || !*outcome) return;
  if (is_in_commit) run_.reached.note(Rare::read_in_commit);
  const Record& record = std::get<core::View>(**outcome).record;
  Seen seen{.customer = customer,
            .version = record.version,
            .values = record.values,
            .least = least,
            .sent = sent.sent,
            .answered = sent.answered};
  if (world_.planted == Planted::mixed_values && dice_.one_in(20))
    seen.values.set({Field::notes, {}}, std::string("of another version"));
  history_.seen.push_back(std::move(seen));
  Version& known = history_.known[customer];
  known = std::max(known, record.version);
}

// Sends an operation with a key again, as its client would that has no good reply.
bool Session::retry() {
  std::vector<std::size_t> wanted;
  for (const Operation& each : history_.operations) {
    const auto under_way = under_way_.find(each.number);
    const bool waits = under_way != under_way_.end() && under_way->second > 0;
    if (!each.key.empty() && !waits && each.sends.size() < 4 && !is_settled(each))
      wanted.push_back(each.number);
  }
  if (wanted.empty()) return false;
  const std::size_t number = wanted[dice_.below(wanted.size())];
  if (world_.planted == Planted::repeated_change) {
    run_.drafts[number].options.idempotency_key.reset();
    history_.operations[number].key.clear();
  }
  send(number);
  return true;
}

// Asks what became of a change that will not be sent again.
void Session::look_up(std::size_t number) {
  const Operation& operation = history_.operations[number];
  if (operation.is_bulk || operation.is_admin || operation.is_rehearsed || operation.looked_up ||
      operation.sends.empty() || operation.sends.back().era == history_.era)
    return;
  if (!operation.key.empty() && operations_end_ != SIZE_MAX) return;
  const Item& item = operation.items.front();
  if (item.is_made || !item.may_be_made) return;
  const auto outcome = ask({.principal = run_.drafts[number].principal,
                            .request = core::RequestStatus{.id = operation.request}},
                           Uuid::make(dice_), nullptr);
  if (!outcome) return;
  Operation& asked = history_.operations[number];
  if (*outcome)
    asked.looked_up = std::get<core::RequestState>(**outcome).request_record.changed;
  else if (outcome->error().kind == ErrorKind::unknown_object)
    asked.looked_up = false;
}

}  // namespace patchbay::simulation
