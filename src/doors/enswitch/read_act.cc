// The calls that change one thing: delete, undelete, move, balance/add and time/add.
#include "base/result.h"
#include "doors/enswitch/readers.h"
#include "doors/enswitch/spellings.h"

namespace patchbay::doors::enswitch {
namespace {

using takes::choice;
using takes::text;

core::Amend mark_deleted(CustomerId id, bool deleted) {
  core::Amend out{.subject = id};
  out.wishes.push_back({at(Field::deleted), Value(deleted), "deleted", std::nullopt});
  out.rules.deleted_too = !deleted;
  return out;
}

// Adds `amount`, which is named `name`; nothing was given, or nothing good, where it is empty.
core::Amend add(CustomerId id, Field field, std::optional<Decimal> amount, std::string_view name) {
  core::Amend out{.subject = id};
  out.adjustment = {field, amount.value_or(Decimal()), std::string(name)};
  out.action = "adjust";
  return out;
}

std::string description(Parameters& given) {
  constexpr std::size_t kMax = 2000;
  const auto words = given.text("description").value_or("");
  if (words.empty()) return {};
  return std::get<std::string>(
      given.value("description", text(kMax)).value_or(Value(std::string())));
}

// An amount is in the currency of the customer: one that names another is not added.
void check_currency(Parameters& given, core::Amend& add) {
  const auto currency = given.choice("currency", takes::of(Takes::Form::currency));
  if (!currency) return;
  add.from_view = [named = std::get<std::string>(*currency)](const core::View& view) {
    const std::string held = view.record.text(Field::currency);
    core::Wished out;
    if (!held.empty() && held != named)
      out.problems.push_back({Wrong::invalid, "currency",
                              "must be " + held + ", in which the customer's balance is",
                              static_cast<int>(Field::currency)});
    return out;
  };
}

void require(Parameters& given, std::string_view name) {
  if (!given.text(name)) given.blame(name, "is required");
}

}  // namespace

Result<core::Request> read_delete(Parameters& given, const Settings::Enswitch&, Asked&) {
  return mark_deleted(TRY(read_id(given)), true);
}

Result<core::Request> read_undelete(Parameters& given, const Settings::Enswitch&, Asked&) {
  return mark_deleted(TRY(read_id(given)), false);
}

Result<core::Request> read_move(Parameters& given, const Settings::Enswitch&, Asked&) {
  core::Amend move{.subject = TRY(read_id(given))};
  require(given, "parent");
  if (const auto parent = given.whole("parent", 1, INT64_MAX)) move.move_to = CustomerId{*parent};
  require(given, "plan");
  if (auto plan = given.wish(spelling("plan"))) move.wishes.push_back(std::move(*plan));
  return move;
}

Result<core::Request> read_add_balance(Parameters& given, const Settings::Enswitch&, Asked& asked) {
  const CustomerId id = TRY(read_id(given));
  require(given, "amount");
  std::optional<Decimal> amount;
  if (const auto read = given.value("amount", takes::decimal())) amount = std::get<Decimal>(*read);
  std::string& reason = asked.call.how.reason;
  if (const auto kind = given.choice("transaction", choice("credit|topup")))
    reason = std::get<std::string>(*kind);
  const std::string words = description(given);
  reason += (reason.empty() || words.empty() ? "" : ": ") + words;
  core::Amend out = add(id, Field::balance, amount, "amount");
  check_currency(given, out);
  return out;
}

Result<core::Request> read_add_time(Parameters& given, const Settings::Enswitch&, Asked& asked) {
  const CustomerId id = TRY(read_id(given));
  require(given, "seconds");
  std::optional<Decimal> amount;
  if (const auto seconds = given.whole("seconds", -999'999'999'999, 999'999'999'999))
    amount = Decimal(*seconds);
  asked.call.how.reason = description(given);
  return add(id, Field::seconds_left, amount, "seconds");
}

}  // namespace patchbay::doors::enswitch
