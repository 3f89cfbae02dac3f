// customers/update and customers/create: the calls that take every field.
#include <algorithm>

#include "base/result.h"
#include "base/text.h"
#include "doors/enswitch/decode_calls.h"
#include "doors/enswitch/fields.h"

namespace patchbay::doors::enswitch {
namespace {

bool all_digits(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

// Checks the value and drops it: it is never stored, so no edit may carry it.
void check_verification(Parameters& given) {
  const auto text = given.text(kVerification);
  if (!text || text->empty()) return;
  if (text->size() < 3 || text->size() > 4 || !all_digits(*text))
    given.add_problem(kVerification, "must be 3 or 4 digits", static_cast<int>(Field::card_number));
}

std::vector<core::FieldEdit> edits(Parameters& given, std::span<const Spelling> rows) {
  std::vector<core::FieldEdit> out;
  for (const Spelling& row : rows)
    if (auto field_edit = given.field_edit(row)) out.push_back(std::move(*field_edit));
  return out;
}

bool mentions(const std::vector<core::FieldEdit>& edits, std::string_view name) {
  return std::ranges::find(edits, name, &core::FieldEdit::field) != edits.end();
}

}  // namespace

Result<CustomerId> read_id(Parameters& given) {
  const auto text = TRY(given.once("id"));
  if (!text) return std::unexpected(Fault(ErrorKind::malformed, "is required", "id"));
  const auto id = parse_whole(*text);
  if (!id) return std::unexpected(Fault(ErrorKind::malformed, "must be a whole number", "id"));
  return CustomerId{*id};
}

Result<core::Request> read_update(Parameters& given, const DialectSettings& settings,
                                  DecodedRequest& decoded) {
  core::UpdateCustomer update{.subject = TRY(read_id(given))};
  update.edits = edits(given, spellings());
  // Its documented default is the empty string; all other parameters default to the current value.
  if (!settings.events_url_keeps && !mentions(update.edits, "events_url"))
    update.edits.push_back(clear_edit(spelling("events_url"), "events_url"));
  std::ranges::move(edits(given, shown_only()), std::back_inserter(update.edits));
  check_verification(given);
  decoded.call.options.rehearse = given.flag("validation");
  return update;
}

Result<core::Request> read_create(Parameters& given, const DialectSettings&,
                                  DecodedRequest& decoded) {
  core::CreateCustomer create{.parent = core::Oneself{}};
  if (const auto parent = given.whole("parent", 1, INT64_MAX)) create.parent = CustomerId{*parent};
  create.edits = edits(given, spellings());
  for (const std::string_view needed : {"name", "plan", "email"})
    if (given.text(needed).value_or("").empty())
      given.add_problem(needed, "is required", static_cast<int>(spelling(needed).target.field));
  check_verification(given);
  decoded.call.options.rehearse = given.flag("validation");
  return create;
}

}  // namespace patchbay::doors::enswitch
