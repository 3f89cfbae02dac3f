// What both transports ask of core.
#pragma once

#include "core/call.h"
#include "doors/everlytic/properties.h"
#include "doors/everlytic/reader.h"

namespace patchbay::doors::everlytic {

// A deleted customer is seen and changed like any other: its status says that it is deleted.
[[nodiscard]] inline core::Request get_request(CustomerId id) {
  return core::Get{.subject = id, .deleted_too = true};
}
[[nodiscard]] inline core::Request change_request(CustomerId id, std::vector<core::Wish> wishes) {
  return core::Amend{.subject = id, .wishes = std::move(wishes), .rules = {.deleted_too = true}};
}
[[nodiscard]] inline core::Request create_request(std::vector<core::Wish> wishes) {
  return core::Create{.parent = core::Oneself{}, .wishes = std::move(wishes)};
}
[[nodiscard]] inline core::Request delete_request(CustomerId id) {
  return change_request(id, {wish_of(property("deleted"), "yes")});
}

}  // namespace patchbay::doors::everlytic
