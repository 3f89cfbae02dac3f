// customers/update and customers/create: the calls that take every field.
#include <algorithm>

#include "base/result.h"
#include "base/text.h"
#include "doors/enswitch/readers.h"
#include "doors/enswitch/spellings.h"

namespace patchbay::doors::enswitch {
namespace {

bool all_digits(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

// Looked at and dropped: it is never stored, so that no wish may carry it.
void check_verification(Parameters& given) {
  const auto text = given.text(kVerification);
  if (!text || text->empty()) return;
  if (text->size() < 3 || text->size() > 4 || !all_digits(*text))
    given.blame(kVerification, "must be 3 or 4 digits", static_cast<int>(Field::card_number));
}

std::vector<core::Wish> wishes(Parameters& given, std::span<const Spelling> rows) {
  std::vector<core::Wish> out;
  for (const Spelling& row : rows)
    if (auto wish = given.wish(row)) out.push_back(std::move(*wish));
  return out;
}

bool mentions(const std::vector<core::Wish>& wishes, std::string_view name) {
  return std::ranges::find(wishes, name, &core::Wish::field) != wishes.end();
}

}  // namespace

Result<CustomerId> read_id(Parameters& given) {
  const auto text = TRY(given.once("id"));
  if (!text) return std::unexpected(Fault(Wrong::malformed, "is required", "id"));
  const auto id = parse_whole(*text);
  if (!id) return std::unexpected(Fault(Wrong::malformed, "must be a whole number", "id"));
  return CustomerId{*id};
}

Result<core::Request> read_update(Parameters& given, const Settings::Enswitch& settings,
                                  Asked& asked) {
  core::Amend amend{.subject = TRY(read_id(given))};
  amend.wishes = wishes(given, spellings());
  // Its documented default is the empty string, where all others have the current value.
  if (!settings.events_url_keeps && !mentions(amend.wishes, "events_url"))
    amend.wishes.push_back(read_clear(spelling("events_url"), "events_url"));
  std::ranges::move(wishes(given, shown_only()), std::back_inserter(amend.wishes));
  check_verification(given);
  asked.call.how.rehearse = given.flag("validation");
  return amend;
}

Result<core::Request> read_create(Parameters& given, const Settings::Enswitch&, Asked& asked) {
  core::Create create{.parent = core::Oneself{}};
  if (const auto parent = given.whole("parent", 1, INT64_MAX)) create.parent = CustomerId{*parent};
  create.wishes = wishes(given, spellings());
  for (const std::string_view needed : {"name", "plan", "email"})
    if (given.text(needed).value_or("").empty())
      given.blame(needed, "is required", static_cast<int>(spelling(needed).target.field));
  check_verification(given);
  asked.call.how.rehearse = given.flag("validation");
  return create;
}

}  // namespace patchbay::doors::enswitch
