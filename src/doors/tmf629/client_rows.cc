// Derives the rows from the record's rules: the standard adds no limits.
#include "doors/tmf629/client_rows.h"

#include <algorithm>
#include <deque>

#include "doors/tmf629/characteristics.h"
#include "doors/tmf629/media_rows.h"

namespace patchbay::doors::tmf629 {
namespace {

using Form = ValueFormat::Form;

struct FormPair {
  ValueRule::Form rule;
  Form form;
};
// Forms that are not listed are texts.
constexpr FormPair kForms[] = {
    {ValueRule::Form::whole, Form::whole},
    {ValueRule::Form::decimal, Form::decimal},
    {ValueRule::Form::flag, Form::boolean},
    {ValueRule::Form::choice, Form::enumerated},
    {ValueRule::Form::reference, Form::reference},
    {ValueRule::Form::customer, Form::reference},
    {ValueRule::Form::currency, Form::currency},
    {ValueRule::Form::timezone, Form::timezone},
    {ValueRule::Form::email, Form::email},
    {ValueRule::Form::emails, Form::emails},
    {ValueRule::Form::url, Form::url},
    {ValueRule::Form::ip, Form::ip},
    {ValueRule::Form::e164, Form::mobile},
};
constexpr std::int64_t kLongestText = 2000;
constexpr std::int64_t kLargestReference = 2147483647;

ValueFormat value_format(const ValueRule& rule) {
  const auto found = std::ranges::find(kForms, rule.form, &FormPair::rule);
  ValueFormat out{.form = found == std::end(kForms) ? Form::text : found->form,
                  .min = rule.min,
                  .max = rule.max,
                  .words = rule.words,
                  .bytes = rule.bytes,
                  .none = rule.none,
                  .plan = rule.plan,
                  .negative = rule.unbounded,
                  .needed = rule.needed};
  if (out.form == Form::reference) out.max = kLargestReference;
  if (out.form == Form::text && out.max == 0) out.max = kLongestText;
  return out;
}

// A field that has its own member.
struct HomeRow {
  Field field;
  std::string_view member;
  std::string_view name;
  std::string_view words = {};  // of a choice, if the member has not all of them
  bool needed = false;          // the member cannot be taken away
};
constexpr HomeRow kHomes[] = {
    {Field::name, "name", "name"},
    {Field::description, "description", "description"},
    {Field::status, "status", "status"},
    {Field::type, "engagedParty", "engagedParty.@referredType", {}, true},
    {Field::account, "account", "account"},
    {Field::payment_type, "paymentMethod", "paymentMethod", "creditcard|direct_debit|external"},
    {Field::fax, "contactMedium", "contactMedium.faxNumber"},
    {Field::custom_fields, "characteristic", "characteristic"},
    {Field::extensions, "", "what is kept"},
};

std::vector<Spelling> rows_of_customer(Release release) {
  // The names stay where they are while more are added.
  static std::deque<std::string> names;
  std::vector<Spelling> out;
  for (const HomeRow& home : kHomes) {
    ValueFormat format = value_format(row(home.field).rule);
    if (!home.words.empty()) format.words = home.words;
    format.needed = format.needed || home.needed;
    out.push_back({home.name, {.field = home.field}, format});
  }
  for (const Field field : characteristic_fields()) {
    ValueFormat format = value_format(row(field).rule);
    // A value of v3 is a text, and no text takes another away.
    format.needed = format.needed || release == Release::v3;
    const auto& name = names.emplace_back("characteristic." + std::string(row(field).key));
    out.push_back({name, {.field = field}, format});
  }
  return out;
}

}  // namespace

const std::vector<Spelling>& customer_rows(Release release) {
  static const std::vector<Spelling> kRows[kReleases] = {
      rows_of_customer(Release::v3), rows_of_customer(Release::v4), rows_of_customer(Release::v5)};
  return kRows[static_cast<std::size_t>(release)];
}

const std::vector<Spelling>& contact_rows() {
  static const std::vector<Spelling> kRows = [] {
    std::vector<Spelling> out;
    for (const NumberRow& number : kNumberRows)
      out.push_back({kMediumRows[static_cast<std::size_t>(number.kind)].member,
                     {.field = number.field},
                     value_format(row(number.field).rule)});
    return out;
  }();
  return kRows;
}

const std::vector<Spelling>& address_rows() {
  static const std::vector<Spelling> kRows = [] {
    std::vector<Spelling> out;
    for (const PlaceRow& place : kPlaceRows)
      out.push_back({place.name,
                     {.lens = place.lens, .field = place.field},
                     value_format(row(place.field).rule)});
    return out;
  }();
  return kRows;
}

std::string_view member_of(Field field) {
  if (row(field).section != Section::customer) return "contactMedium";
  const auto found = std::ranges::find(kHomes, field, &HomeRow::field);
  return found == std::end(kHomes) ? std::string_view("characteristic") : found->member;
}

}  // namespace patchbay::doors::tmf629
