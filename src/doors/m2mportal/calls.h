// The commands, and how the elements of each are spelled.
#pragma once

#include "doors/shared/spelling.h"

namespace patchbay::doors::m2mportal {

inline constexpr std::string_view kName = "m2mportal";

enum class Command : std::uint8_t { unknown, edit_customer, add_customer };

// The elements of edit-customer beside its key. Absent keeps, empty deletes.
inline constexpr Spelling kEdited[] = {
    // clang-format off
    {"website",          at(Field::website),                                                       format::text(100)},
    {"head-office",      at(Lens::whole_text, Field::address_street, PartRef::Mode::slot_main),     format::text(200)},
    {"delivery-address", at(Lens::whole_text, Field::address_street, PartRef::Mode::slot_delivery), format::text(200)},
    {"billing-address",  at(Lens::whole_text, Field::address_street, PartRef::Mode::slot_billing),  format::text(200)},
    {"notes",            at(Field::notes),                                                         format::text(500)},
    // clang-format on
};

// The name of a new customer. In edit-customer it is the key and cannot be changed.
inline constexpr Spelling kCustomer = {"customer", at(Field::name), format::text(50).required()};

struct CommandRow {
  std::string_view name;
  Command command;
  std::span<const Spelling> elements;  // beside `authentication` and `customer`
};

inline constexpr CommandRow kCommands[] = {
    {"edit-customer", Command::edit_customer, kEdited},
    {"add-customer", Command::add_customer, {}},
};

// The row of that name, or null.
[[nodiscard]] const CommandRow* find_command(std::string_view name);

}  // namespace patchbay::doors::m2mportal
