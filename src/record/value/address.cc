// Composes the text of an address from its parts.
#include "record/value/address.h"

#include <algorithm>
#include <iterator>

namespace patchbay {
namespace {

// In the order of an envelope. Street and number share a line.
constexpr Field kLines[] = {
    Field::address_building_name, Field::address_street,   Field::address_line2,
    Field::address_line3,         Field::address_entrance, Field::address_floor,
    Field::address_apartment,     Field::address_other,    Field::address_pobox,
    Field::address_city,          Field::address_province, Field::address_state,
    Field::address_postal_code,   Field::address_country,
};

}  // namespace

bool is_location(Field field) {
  return field == Field::address_building_number ||
         std::find(std::begin(kLines), std::end(kLines), field) != std::end(kLines);
}

std::optional<std::string> first_line(const Record& record, const Uuid& address) {
  std::string line = record.text(Field::address_street, address);
  const std::string number = record.text(Field::address_building_number, address);
  if (!line.empty() && !number.empty()) line += ' ';
  line += number;
  if (line.empty()) return std::nullopt;
  return line;
}

std::optional<std::string> whole_text(const Record& record, const Uuid& address) {
  std::string out;
  for (const Field field : kLines) {
    const std::string line = field == Field::address_street
                                 ? first_line(record, address).value_or("")
                                 : record.text(field, address);
    if (line.empty()) continue;
    if (!out.empty()) out += '\n';
    out += line;
  }
  if (out.empty()) return std::nullopt;
  return out;
}

bool is_empty_address(const Record& record, const Uuid& address) {
  const Values::Group* const group = record.values.group(Section::address, address);
  return !group || std::ranges::none_of(*group, [](const Values::Item& item) {
    const Field field = item.first.field;
    return field != Field::address_ordinal && field != Field::address_type &&
           field != Field::address_primary;
  });
}

}  // namespace patchbay
