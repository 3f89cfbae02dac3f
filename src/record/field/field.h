// The table of fields that make up a customer. The rows are in fields.def.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "record/field/value_rule.h"

namespace patchbay {

// One enumerator for each row, in the order of the table. Problems are reported in this order. A
// customer's field has its key as its name; a field of a part has the prefix `address_` or
// `contact_`.
enum class Field : std::uint16_t {
#define CUSTOMER_FIELD(key, rule, sensitivity, privacy, group, search, meaning) key,
#define ADDRESS_FIELD(key, rule, sensitivity, privacy, group, search, meaning) address_##key,
#define CONTACT_FIELD(key, rule, sensitivity, privacy, group, search, meaning) contact_##key,
#include "record/field/fields.def"
#undef CUSTOMER_FIELD
#undef ADDRESS_FIELD
#undef CONTACT_FIELD
};

// Where a field belongs: to the customer itself, to each address or to each contact.
enum class Section : std::uint8_t { customer, address, contact };
[[nodiscard]] constexpr Section section_of(Field field) {
  if (field < Field::address_ordinal) return Section::customer;
  return field < Field::contact_ordinal ? Section::address : Section::contact;
}
[[nodiscard]] std::string_view word(Section section);  // "", "addresses", "contacts"

enum class Sensitivity : std::uint8_t { plain, commercial, secret, commercial_secret, server };

// Whether a value says something about a person, and goes when the person is erased.
enum class Privacy : std::uint8_t { personal, other };

// Groups of fields that a rate plan can lock.
enum class Group : std::uint8_t {
  none,
  affiliate,
  bulk,
  conference,
  credit,
  faxes,
  invoices,
  queues,
  recording,
  wholesale,
};
[[nodiscard]] std::string_view word(Group group);
[[nodiscard]] std::optional<Group> parse_group(std::string_view word);

// How a field takes part in search; see record/search/search_terms.h.
enum class Search : std::uint8_t { no, words, key, email, number };

struct FieldRow {
  std::string_view key;
  Section section;
  ValueRule rule;
  Sensitivity sensitivity;
  Privacy privacy;
  Group group;
  Search search;
  std::string_view meaning;

  [[nodiscard]] constexpr bool personal() const { return privacy == Privacy::personal; }
  [[nodiscard]] constexpr bool secret() const {
    return sensitivity == Sensitivity::secret || sensitivity == Sensitivity::commercial_secret;
  }
  [[nodiscard]] bool commercial() const {
    return sensitivity == Sensitivity::commercial || sensitivity == Sensitivity::commercial_secret;
  }
};

[[nodiscard]] std::span<const FieldRow> field_rows();  // indexed by Field
[[nodiscard]] const FieldRow& row(Field field);
[[nodiscard]] std::optional<Field> find_field(Section section, std::string_view key);

// The heading under which a field is shown to people: "Money".
[[nodiscard]] std::string_view heading(Field field);

// The rows of one section, and its first field.
[[nodiscard]] std::span<const FieldRow> field_rows(Section section);
[[nodiscard]] Field first_field(Section section);

// The 19 industries in the Everlytic document; some contain commas.
inline constexpr std::string_view kIndustries =
    "Personal Use|Agriculture & Environmental|Automotive|Business & Consulting Services|E-commerce|"
    "Education & Training|Financial Institutions|Governmental Organisations|"
    "Hospitality, Travel & Tourism|Industry, Trade & Manufacture|Lifestyle, Arts & Entertainment|"
    "Logistic Services|Publishing & Media|Agencies & Marketing|Medical & Healthcare|"
    "Non Governmental Organisations|Property & Real Estate|Retail & Wholesale|Technology & Science";

}  // namespace patchbay
