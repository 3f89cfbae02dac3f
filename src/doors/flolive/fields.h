// The members of the customer object, in the document's order. Reading and showing walk these rows.
#pragma once

#include <array>

#include "doors/shared/spelling.h"

namespace patchbay::doors::flolive {

// A member, and what its JSON is. Only values have `takes`; only lists have `cells`.
struct Member {
  enum class Kind : std::uint8_t {
    value,        // a string, number or boolean
    numbers,      // an array of whole numbers
    list,         // an array of objects, each with these cells, unique in the first
    id,           // the part's own id
    units,        // paymentDueUnits: there where paymentDueAfterInvoiceIssued is
    unavailable,  // never holds anything
    contact,      // an object
    addresses,    // an array of objects
    invoice,      // an object
  };
  std::string_view name;
  Kind kind = Kind::value;
  Target target{};
  ValueFormat format{};
  std::span<const Spelling> cells{};

  // The row of a value, at `part`.
  [[nodiscard]] constexpr Spelling spelling(const PartRef& part) const {
    Spelling out{name, target, format};
    out.target.part = part;
    return out;
  }
};

namespace member {
consteval Member value(std::string_view name, Target target, ValueFormat format) {
  return {.name = name, .target = target, .format = format};
}
consteval Member numbers(std::string_view name, Target target) {
  return {.name = name, .kind = Member::Kind::numbers, .target = target};
}
consteval Member list(std::string_view name, Target target, std::span<const Spelling> cells) {
  return {.name = name, .kind = Member::Kind::list, .target = target, .cells = cells};
}
// `target` of the objects with parts: all of those parts.
consteval Member other(std::string_view name, Member::Kind kind, Target target = {}) {
  return {.name = name, .kind = kind, .target = target};
}
}  // namespace member

extern const std::span<const Member> kCustomer;
extern const std::span<const Member> kNewCustomer;  // the same, where status and currency are given
extern const std::span<const Member> kContact;
extern const std::span<const Member> kAddress;
extern const std::span<const Member> kInvoice;

// The row of that name, or null.
[[nodiscard]] const Member* find(std::span<const Member> members, std::string_view name);

}  // namespace patchbay::doors::flolive
