// Requests to core that both transports make.
#pragma once

#include "core/call/call.h"
#include "doors/everlytic/fields.h"
#include "doors/everlytic/property_reader.h"

namespace patchbay::doors::everlytic {

// A deleted customer can be read and changed like any other; its status says that it is deleted.
[[nodiscard]] inline core::Request get_request(CustomerId id) {
  return core::GetCustomer{.subject = id, .deleted_too = true};
}
[[nodiscard]] inline core::Request change_request(CustomerId id,
                                                  std::vector<core::FieldEdit> edits) {
  return core::UpdateCustomer{
      .subject = id, .edits = std::move(edits), .rules = {.deleted_too = true}};
}
[[nodiscard]] inline core::Request create_request(std::vector<core::FieldEdit> edits) {
  return core::CreateCustomer{.parent = core::Oneself{}, .edits = std::move(edits)};
}
[[nodiscard]] inline core::Request delete_request(CustomerId id) {
  return change_request(id, {edit_of(property("deleted"), "yes")});
}

}  // namespace patchbay::doors::everlytic
