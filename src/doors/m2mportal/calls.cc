// Decodes each command, and finds commands by name.
#include "doors/m2mportal/calls.h"

#include <algorithm>

namespace patchbay::doors::m2mportal {

core::Request read_edit(CommandReader& reader, const std::string& customer) {
  return core::UpdateCustomer{.subject = core::ChildNamed{customer},
                              .edits = std::move(reader.edits)};
}

core::Request read_add(CommandReader& reader, const std::string& customer) {
  const Spelling& name = customer_element();
  reader.edits.push_back(parse_edit(name, customer, name.name));
  return core::CreateCustomer{
      .parent = core::Oneself{}, .edits = std::move(reader.edits), .rules = {.unique_name = true}};
}

const CommandRow* find_command(std::string_view name) {
  const auto found = std::ranges::find(kCommands, name, &CommandRow::name);
  return found == std::end(kCommands) ? nullptr : found;
}

}  // namespace patchbay::doors::m2mportal
