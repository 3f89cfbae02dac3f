// The one route of the door, and the commands that are posted to it: name, privilege, elements and
// decoder.
#pragma once

#include "doors/door.h"
#include "doors/m2mportal/command_reader.h"
#include "doors/m2mportal/fields.h"

namespace patchbay::doors::m2mportal {

inline constexpr std::string_view kName = "m2mportal";

inline constexpr Route kRoutes[] = {{"POST", "/", 0}};

enum class Command : std::uint8_t { unknown, edit_customer, add_customer };

inline constexpr core::RequiredPrivilege kWrites{.any_of = core::Privilege::administrator |
                                                           core::Privilege::commerce};

// The request of a command about `customer`, whose elements `reader` has read.
[[nodiscard]] core::Request read_edit(CommandReader& reader, const std::string& customer);
[[nodiscard]] core::Request read_add(CommandReader& reader, const std::string& customer);

struct CommandRow {
  std::string_view name;
  Command command;
  core::RequiredPrivilege required_privilege;
  std::span<const Spelling> (*elements)();  // beside `authentication` and `customer`
  core::Request (*read)(CommandReader& reader, const std::string& customer);
};

inline constexpr CommandRow kCommands[] = {
    {"edit-customer", Command::edit_customer, kWrites, edited_elements, read_edit},
    {"add-customer", Command::add_customer, kWrites, added_elements, read_add},
};

// The row of that name, or null.
[[nodiscard]] const CommandRow* find_command(std::string_view name);

}  // namespace patchbay::doors::m2mportal
