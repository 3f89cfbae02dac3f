// The releases of the standard that are served, each below its path.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace patchbay::doors::tmf629 {

enum class Release : std::uint8_t { v3, v4, v5 };
inline constexpr std::size_t kReleases = 3;

struct ReleaseRow {
  Release release;
  std::string_view name;
  std::string_view base;  // ends with a slash
};
inline constexpr std::array<ReleaseRow, kReleases> kReleaseRows = {{
    {Release::v3, "v3", "/tmf-api/customerManagement/v3/"},
    {Release::v4, "v4", "/tmf-api/customerManagement/v4/"},
    {Release::v5, "v5", "/tmf-api/customer/v5/"},
}};

[[nodiscard]] constexpr const ReleaseRow& row(Release release) {
  return kReleaseRows[static_cast<std::size_t>(release)];
}

// Whether the standard's objects have no @type to tell them apart: a contact medium is one flat
// object.
[[nodiscard]] constexpr bool is_flat(Release release) { return release != Release::v5; }

[[nodiscard]] constexpr std::optional<Release> parse_release(std::string_view name) {
  for (const ReleaseRow& each : kReleaseRows)
    if (each.name == name) return each.release;
  return std::nullopt;
}

}  // namespace patchbay::doors::tmf629
