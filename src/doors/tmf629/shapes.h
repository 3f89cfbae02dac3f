// What the members of the standard's objects are: the rows of shapes.def.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "doors/tmf629/release.h"
#include "record/fault.h"
#include "wire/tree.h"

namespace patchbay::doors::tmf629 {

enum class Shape : std::uint8_t {
  none,
  customer,
  period,
  party,
  related,
  whole_party,
  account,
  reference,
  payment,
  characteristic,
  credit,
  medium,
  details,
};

struct Member {
  enum class Kind : std::uint8_t { text, time, flag, whole, object, array, written };
  enum class Needed : std::uint8_t { no, may, must, first };
  Shape shape;
  std::string_view name;
  Kind kind;
  Shape of;
  std::array<Needed, kReleases> needed;

  [[nodiscard]] constexpr Needed in(Release release) const {
    return needed[static_cast<std::size_t>(release)];
  }
};

[[nodiscard]] std::span<const Member> members();
// The row of a member, or null.
[[nodiscard]] const Member* find(Shape shape, std::string_view name);

// What is wrong with an object as a caller sent it, each problem under its path: "account[0].name".
// `prefix` is the beginning of the paths: "account[0].". Linear in the size of the object.
void check_shape(const wire::Object& object, Shape shape, Release release, bool is_new,
                 const std::string& prefix, std::vector<Problem>& problems);
// The same for one member.
void check_member(const wire::Tree& value, const Member& member, Release release, bool is_new,
                  const std::string& path, std::vector<Problem>& problems);

}  // namespace patchbay::doors::tmf629
