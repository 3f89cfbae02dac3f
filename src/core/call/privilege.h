// Privileges, roles, and what a call requires of its caller.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace patchbay::core {

// Every role has `user`: a principal that can sign in may read what belongs to it.
enum class Privilege : std::uint8_t {
  user = 1,
  administrator = 2,
  commerce = 4,
  wholesale = 8,
  system = 16,
  read_only = 32,  // forbids every write
  erase = 64,      // may erase persons
  assist = 128,    // what the other privileges allow may also be done through a door for assistants
};

// A set of privileges.
struct Privileges {
  std::uint8_t bits = 0;

  constexpr Privileges() = default;
  constexpr Privileges(Privilege one) : bits(static_cast<std::uint8_t>(one)) {}
  [[nodiscard]] constexpr bool has(Privilege one) const {
    return (bits & static_cast<std::uint8_t>(one)) != 0;
  }
  [[nodiscard]] constexpr bool any_of(Privileges others) const { return (bits & others.bits) != 0; }
  [[nodiscard]] constexpr bool all_of(Privileges others) const {
    return (bits & others.bits) == others.bits;
  }
  [[nodiscard]] constexpr bool empty() const { return bits == 0; }
  constexpr Privileges operator|(Privileges other) const {
    Privileges out;
    out.bits = static_cast<std::uint8_t>(bits | other.bits);
    return out;
  }
};
constexpr Privileges operator|(Privilege a, Privilege b) { return Privileges(a) | Privileges(b); }

// The privileges that a call needs, according to the door's vendor document.
struct RequiredPrivilege {
  Privileges any_of = Privilege::user;  // at least one of these
  Privileges for_others{};   // also needed, all of them, if the subject is not the caller's own
                             // home
  bool not_oneself = false;  // the caller's own home is refused as ErrorKind::own_record
  Privileges all_of{};       // also needed, all of them, for any subject
};

// A predefined role, and the words of privileges.
struct Role {
  std::int64_t id = 0;  // below zero; stored in databases, so it is never reused
  std::string_view name;
  Privileges privileges;
};
[[nodiscard]] std::span<const Role> predefined_roles();
[[nodiscard]] const Role* predefined_role(std::int64_t id);        // null if there is none
[[nodiscard]] const Role* predefined_role(std::string_view name);  // null if there is none
[[nodiscard]] std::string_view word(Privilege privilege);          // "read-only"
// All privileges, for loops.
inline constexpr Privilege kPrivileges[] = {
    Privilege::user,   Privilege::administrator, Privilege::commerce, Privilege::wholesale,
    Privilege::system, Privilege::read_only,     Privilege::erase,    Privilege::assist};
[[nodiscard]] std::optional<Privilege> parse_privilege(std::string_view word);

}  // namespace patchbay::core
