// A request that a vendor answered, as the request that rehearses it here.
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "doors/client.h"
#include "doors/door.h"
#include "http/message.h"

namespace patchbay::doors {

enum class NotCompared : std::uint8_t {
#define NOT_COMPARED(name, meaning) name,
#include "doors/not_compared.def"
#undef NOT_COMPARED
};
inline constexpr std::size_t kNotComparedReasons = 0
#define NOT_COMPARED(name, meaning) +1
#include "doors/not_compared.def"
#undef NOT_COMPARED
    ;
[[nodiscard]] std::string_view word(NotCompared reason);     // "another_path"
[[nodiscard]] std::string_view meaning(NotCompared reason);  // "its path is not of the door"

struct ShadowRequest {
  // With the header that only rehearses, and of the others only those about the body: what a vendor
  // gave its clients, such as entity tags and cookies, means nothing here.
  http::Request request;
  const ClientTransport* transport = nullptr;  // how it is spoken
  ClientCall call{};                           // `update` for one that the door cannot read
  std::string subject{};                       // see subject_text
  std::string new_name{};                      // the customer is named otherwise then
  bool is_read = false;
  bool changes_identity = false;  // the customer has another name, place or life then
  bool has_call = true;           // whether the door has such a call
};

// Whether `door` can be shadowed: it has a client half.
[[nodiscard]] const Door* find_shadowed(std::string_view door);

// Reads what a client asked the vendor for, with its body decompressed. Pure; any thread. Without
// `own` the credentials of the client stay in the request; otherwise `own` replaces them.
[[nodiscard]] std::expected<ShadowRequest, NotCompared> shadow_request(
    const Door& door, const http::Request& asked, const std::optional<core::Credentials>& own);

}  // namespace patchbay::doors
