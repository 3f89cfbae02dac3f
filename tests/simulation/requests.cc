// Makes the requests of clients.
#include <algorithm>

#include "core/call/privilege.h"
#include "simulation/base.h"
#include "simulation/session.h"

namespace patchbay::simulation {
namespace {

using core::Privilege;

constexpr Field kTexts[] = {Field::name,    Field::notes,      Field::description, Field::website,
                            Field::account, Field::tax_number, Field::bank_name};
// No name is this long.
constexpr std::size_t kTooLong = 300;
constexpr std::size_t kNotesMax = 400;

core::FieldEdit set(Field field, Value value) {
  return {
      .target = {.field = field}, .edit = std::move(value), .field = std::string(row(field).key)};
}

}  // namespace

CustomerId Session::any_customer() {
  const std::size_t made = history_.known.size();
  if (made > 0 && dice_.one_in(4)) {
    auto known = history_.known.begin();
    std::advance(known, static_cast<std::ptrdiff_t>(dice_.below(made)));
    if (known->first) return known->first;
  }
  return {kCustomers[dice_.below(std::size(kCustomers))]};
}

Operation Session::operation() const {
  const std::size_t number = history_.operations.size();
  return {.number = number, .request = Uuid::make(world_.dice)};
}

// The stranger reaches one of the customers only, so most of what it asks for is refused.
Draft Session::draft(core::Request request) {
  constexpr const char* kPrincipals[] = {"owner",    "owner",    "owner", "reseller",
                                         "reseller", "reseller", "admin", "stranger"};
  Draft out{.principal = kPrincipals[dice_.below(std::size(kPrincipals))],
            .request = std::move(request),
            .required_privilege = {.any_of = Privilege::administrator | Privilege::commerce}};
  out.options.reason = "op " + std::to_string(history_.operations.size());
  out.may_wait = dice_.one_in(3);
  return out;
}

// All values are different from all others.
core::UpdateCustomer Session::edits_of(Item& item, std::size_t operation) {
  core::UpdateCustomer out{.subject = item.customer};
  item.values.emplace();
  const std::int64_t count = dice_.between(1, 3);
  for (std::int64_t i = 0; i < count; ++i) {
    const Field field = kTexts[dice_.below(std::size(kTexts))];
    std::string text =
        "v" + std::to_string(operation) + " of " + std::to_string(item.customer.value);
    if (field == Field::notes) text.append(dice_.below(kNotesMax), 'x');
    if (!item.values->try_emplace(field, text).second) continue;
    out.edits.push_back(set(field, std::move(text)));
  }
  return out;
}

core::CreateCustomer Session::creation_of(Item& item, std::size_t operation, std::size_t index) {
  const std::string name = "New " + std::to_string(operation) + '.' + std::to_string(index);
  item.values = {{Field::name, name}};
  return {.parent = CustomerId{dice_.one_in(2) ? 2 : 10},
          .edits = {set(Field::name, name), email_of("new" + name.substr(4))}};
}

// Under a key the reply is kept with the change.
void Session::add_key(Operation& operation, Draft& draft) {
  operation.key = "key " + std::to_string(operation.number);
  draft.options.idempotency_key = core::IdempotencyKey{
      .key = operation.key,
      .content = draft.options.reason,
      .field = "Idempotency-Key",
      .render = [reason = draft.options.reason](const core::Outcome& outcome) {
        const auto* receipt = std::get_if<core::Receipt>(&outcome);
        if (!receipt) return reason;
        return reason + " version " + std::to_string(receipt->view.record.version) +
               (receipt->changed ? " made" : " unchanged");
      }};
}

void Session::edit() {
  Operation made = operation();
  Item item{.customer = any_customer()};
  core::UpdateCustomer update = edits_of(item, made.number);
  Draft sent = draft(std::move(update));
  if (dice_.one_in(5)) {
    item.only_at = std::max<Version>(1, history_.known[item.customer]);
    sent.options.if_version = item.only_at;
    sent.options.rebase = dice_.one_in(3);
    if (sent.options.rebase) item.only_at.reset();
  }
  made.is_rehearsed = sent.options.rehearse = dice_.one_in(12);
  made.items.push_back(std::move(item));
  if (!made.is_rehearsed && dice_.one_in(3)) add_key(made, sent);
  begin(std::move(made), std::move(sent));
}

void Session::create() {
  Operation made = operation();
  Item item{};
  Draft sent = draft(creation_of(item, made.number, 0));
  made.items.push_back(std::move(item));
  if (dice_.one_in(2)) add_key(made, sent);
  begin(std::move(made), std::move(sent));
}

void Session::remove_or_restore() {
  Operation made = operation();
  const CustomerId customer = any_customer();
  core::UpdateCustomer update{.subject = customer, .edits = {set(Field::deleted, dice_.one_in(2))}};
  update.rules.deleted_too = true;
  made.items.push_back({.customer = customer});
  Draft sent = draft(std::move(update));
  begin(std::move(made), std::move(sent));
}

void Session::adjust() {
  Operation made = operation();
  Item item{.customer = any_customer()};
  item.amount = Decimal(dice_.between(1, 1000));
  core::UpdateCustomer update{.subject = item.customer};
  update.adjustment = {.field = Field::balance, .amount = *item.amount, .name = "amount"};
  update.action = "adjust";
  made.items.push_back(item);
  Draft sent = draft(std::move(update));
  if (dice_.one_in(2)) add_key(made, sent);
  begin(std::move(made), std::move(sent));
}

void Session::undo() {
  Operation made = operation();
  Item item{.customer = any_customer()};
  const Version newest = std::max<Version>(2, history_.known[item.customer]);
  item.undone = dice_.between(std::max<Version>(2, newest - 3), newest);
  core::UpdateCustomer update{.subject = item.customer};
  update.undo = core::Undo{.versions = {*item.undone}, .paths = {}, .force = dice_.one_in(2)};
  update.rules.deleted_too = true;
  update.action = "undo";
  made.items.push_back(item);
  Draft sent = draft(std::move(update));
  begin(std::move(made), std::move(sent));
}

// Some items cannot be done: a name that is too long, a customer that does not exist, an old
// version.
void Session::bulk() {
  Operation made = operation();
  made.is_bulk = true;
  std::vector<core::BulkItem> items;
  const auto add = [&](std::variant<core::UpdateCustomer, core::CreateCustomer> change, Item item) {
    items.push_back({.change = std::move(change), .if_version = item.only_at, .problems = {}});
    made.items.push_back(std::move(item));
  };
  for (const std::int64_t id : kCustomers) {
    if (dice_.one_in(2)) continue;
    Item item{.customer = {id}};
    core::UpdateCustomer update = edits_of(item, made.number);
    if (dice_.one_in(6)) item.only_at = dice_.between(1, 3);
    if (dice_.one_in(6)) update.edits.push_back(set(Field::name, std::string(kTooLong, 'n')));
    add(std::move(update), std::move(item));
  }
  if (dice_.one_in(3)) {
    Item item{.customer = {999'999}};
    core::UpdateCustomer update = edits_of(item, made.number);
    add(std::move(update), std::move(item));
  }
  for (std::int64_t i = dice_.between(0, 3); i > 0; --i) {
    Item item{};
    core::CreateCustomer creation = creation_of(item, made.number, items.size());
    add(std::move(creation), std::move(item));
  }
  if (items.empty()) return;
  Draft sent = draft(core::Bulk{.what = std::move(items)});
  if (dice_.one_in(2)) add_key(made, sent);
  begin(std::move(made), std::move(sent));
}

// Undoes all that an earlier bulk did.
void Session::undo_bulk() {
  std::vector<const Operation*> bulks;
  for (const Operation& each : history_.operations)
    if (each.is_bulk && !each.is_open) bulks.push_back(&each);
  if (bulks.empty()) return read();
  const Uuid batch = bulks[dice_.below(bulks.size())]->request;
  Operation made = operation();
  made.is_bulk = made.is_open = true;
  Draft sent = draft(core::UndoMany{.what = core::InBatch{batch}, .force = dice_.one_in(2)});
  sent.principal = "owner";
  begin(std::move(made), std::move(sent));
}

void Session::rename_plan() {
  Operation made = operation();
  made.is_admin = true;
  made.items.emplace_back();
  core::UpsertReference change{.kind = ReferenceKind::plan, .id = kPlan};
  change.name = "Plan of op " + std::to_string(made.number);
  Draft sent = draft(std::move(change));
  sent.principal = "owner";
  begin(std::move(made), std::move(sent));
}

void Session::move() {
  Operation made = operation();
  const CustomerId customer{dice_.one_in(2) ? 12 : 13};
  core::UpdateCustomer update{.subject = customer};
  update.move_to = CustomerId{dice_.one_in(2) ? 11 : 10};
  made.items.push_back({.customer = customer});
  Draft sent = draft(std::move(update));
  begin(std::move(made), std::move(sent));
}

}  // namespace patchbay::simulation
