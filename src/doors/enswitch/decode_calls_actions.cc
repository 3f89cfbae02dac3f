// The calls that change one thing: delete, undelete, move, balance/add and time/add.
#include "base/result.h"
#include "doors/enswitch/decode_calls.h"
#include "doors/enswitch/fields.h"

namespace patchbay::doors::enswitch {
namespace {

using format::enumerated;
using format::text;

core::UpdateCustomer mark_deleted(CustomerId id, bool deleted) {
  core::UpdateCustomer out{.subject = id};
  out.edits.push_back({at(Field::deleted), Value(deleted), "deleted", std::nullopt});
  out.rules.deleted_too = !deleted;
  return out;
}

// Adds `amount`, the parameter called `name`. An empty `amount` means that it was absent or
// invalid.
core::UpdateCustomer add_amount(CustomerId id, Field field, std::optional<Decimal> amount,
                                std::string_view name) {
  core::UpdateCustomer out{.subject = id};
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

// An amount must be in the currency of the customer; another currency is refused.
void check_currency(Parameters& given, core::UpdateCustomer& add_amount) {
  const auto currency = given.enumerated("currency", format::of(ValueFormat::Form::currency));
  if (!currency) return;
  add_amount.from_view = [named = std::get<std::string>(*currency)](const core::View& view) {
    const std::string held = view.record.text(Field::currency);
    core::Edits out;
    if (!held.empty() && held != named)
      out.problems.push_back({ErrorKind::invalid, "currency",
                              "must be " + held + ", in which the customer's balance is",
                              static_cast<int>(Field::currency)});
    return out;
  };
}

void require(Parameters& given, std::string_view name) {
  if (!given.text(name)) given.add_problem(name, "is required");
}

}  // namespace

Result<core::Request> read_delete(Parameters& given, const DialectSettings&, DecodedRequest&) {
  return mark_deleted(TRY(read_id(given)), true);
}

Result<core::Request> read_undelete(Parameters& given, const DialectSettings&, DecodedRequest&) {
  return mark_deleted(TRY(read_id(given)), false);
}

Result<core::Request> read_move(Parameters& given, const DialectSettings&, DecodedRequest&) {
  core::UpdateCustomer move{.subject = TRY(read_id(given))};
  require(given, "parent");
  if (const auto parent = given.whole("parent", 1, INT64_MAX)) move.move_to = CustomerId{*parent};
  require(given, "plan");
  if (auto plan = given.field_edit(spelling("plan"))) move.edits.push_back(std::move(*plan));
  return move;
}

Result<core::Request> read_add_balance(Parameters& given, const DialectSettings&,
                                       DecodedRequest& decoded) {
  const CustomerId id = TRY(read_id(given));
  require(given, "amount");
  std::optional<Decimal> amount;
  if (const auto read = given.value("amount", format::decimal())) amount = std::get<Decimal>(*read);
  std::string& reason = decoded.call.options.reason;
  if (const auto kind = given.enumerated("transaction", enumerated("credit|topup")))
    reason = std::get<std::string>(*kind);
  const std::string words = description(given);
  reason += (reason.empty() || words.empty() ? "" : ": ") + words;
  core::UpdateCustomer out = add_amount(id, Field::balance, amount, "amount");
  check_currency(given, out);
  return out;
}

Result<core::Request> read_add_time(Parameters& given, const DialectSettings&,
                                    DecodedRequest& decoded) {
  const CustomerId id = TRY(read_id(given));
  require(given, "seconds");
  std::optional<Decimal> amount;
  if (const auto seconds = given.whole("seconds", -999'999'999'999, 999'999'999'999))
    amount = Decimal(*seconds);
  decoded.call.options.reason = description(given);
  return add_amount(id, Field::seconds_left, amount, "seconds");
}

}  // namespace patchbay::doors::enswitch
