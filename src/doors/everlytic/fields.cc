// The table of properties, and customers as objects made by it.
#include "doors/everlytic/fields.h"

#include <cstdlib>
#include <limits>

namespace patchbay::doors::everlytic {
namespace {

using F = Field;
using Form = ValueFormat::Form;
using format::enumerated;
using format::of;
using format::reference;
using format::text;
using format::whole;
using enum PartRef::Mode;

constexpr std::int64_t kBig = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t kQuotaMax = 2147483647;

consteval ValueFormat site() { return {.form = Form::site}; }

constexpr Spelling kProperties[] = {
    // clang-format off
    {"id",                      at(Lens::id, F::name),                                  whole(0, kBig).fixed()},
    {"enterprise_id",           at(Lens::enterprise, F::name),                          whole(0, kBig).fixed()},
    {"hash",                    at(F::hash),                                            text(16).fixed()},
    {"country_code",            at(Lens::country_code, F::address_country, slot_main),  of(Form::country).fixed()},
    {"name",                    at(F::name),                                            text(255).required()},
    {"status",                  at(Lens::status_word, F::status),                       enumerated("on=active|off|suspended|deleted").required()},
    {"address",                 at(Lens::first_line, F::address_street, slot_main),     text(255)},
    {"state_provinces",         at(Lens::region, F::address_state, slot_main),          text(255)},
    {"postal_code",             at(F::address_postal_code, slot_main),                  text(255)},
    {"telephone",               at(F::contact_telephone, slot_primary),                 of(Form::telephone)},
    {"fax",                     at(F::fax),                                             text(32).fixed()},
    {"email",                   at(F::contact_email, slot_primary),                     of(Form::email).required()},
    {"industry",                at(F::industry),                                        enumerated(kIndustries)},
    {"website_url",             at(F::website),                                         site()},
    {"country",                 at(Lens::country_code, F::address_country, slot_main),  of(Form::country)},
    {"email_package_id",        at(Lens::zero_if_none, F::email_package),               reference(1)},
    {"email_quota",             at(Lens::zero_if_none, F::email_quota),                 whole(0, kQuotaMax)},
    {"sms_quota",               at(Lens::zero_if_none, F::sms_quota),                   whole(0, kQuotaMax)},
    {"transactions_package_id", at(Lens::zero_if_none, F::transactions_package),        reference(1)},
    {"transactions_quota",      at(Lens::zero_if_none, F::transactions_quota),          whole(0, kQuotaMax)},
    {"deleted",                 at(F::deleted),                                         of(Form::yes_no).required()},
    {"unique_id",               at(F::external_id),                                     text(64)},
    // clang-format on
};
static_assert(
    std::size(kProperties) + 1 == 23,
    "src/doors/everlytic/fields.cc: kProperties must have every property of the document's "
    "customer object, and no other");

wire::Tree member(const Spelling& row, const core::View& view) {
  if (row.target.lens == Lens::enterprise) return view.enterprise.value;
  const std::optional<Value> seen = value_at(view.record, row.target);
  if (!is_integer(row)) return seen ? to_text(row, *seen) : "";
  const auto* number = seen ? std::get_if<std::int64_t>(&*seen) : nullptr;
  return number ? *number : std::int64_t{0};
}

std::vector<std::string_view> names() {
  std::vector<std::string_view> out;
  for (const Spelling& row : kProperties) out.push_back(row.name);
  out.push_back(kIsDepartment);
  return out;
}

}  // namespace

std::span<const Spelling> properties() { return kProperties; }

const Spelling& property(std::string_view name) {
  const Spelling* found = find(kProperties, name);
  if (!found) std::abort();
  return *found;
}

const std::vector<std::string_view>& property_names() {
  static const std::vector<std::string_view> kNames = names();
  return kNames;
}

bool is_integer(const Spelling& row) {
  return row.format.form == Form::whole || row.format.form == Form::reference;
}

wire::Tree object_of(const core::View& view) {
  wire::Object out;
  for (const Spelling& row : kProperties) {
    if (row.name == "name") out.emplace_back(kIsDepartment, kNoDepartment);
    out.emplace_back(row.name, member(row, view));
  }
  return out;
}

}  // namespace patchbay::doors::everlytic
