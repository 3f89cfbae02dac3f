// Documents generated from the tables: what the doors accept, every decision about a dialect, every
// field.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace patchbay::app {

// docs/compatibility.md: the decisions with their settings, and every spelling of every
// door.
[[nodiscard]] std::string compatibility_page();
// docs/fields.md: the canonical record.
[[nodiscard]] std::string fields_page();
// docs/metrics.md: what /metrics tells.
[[nodiscard]] std::string metrics_page();
// The events of the log.
[[nodiscard]] std::string events_page();

// Every generated page: its name for `patchbay docs` and under /docs/, its content, and its file.
struct Page {
  std::string_view name;
  std::string_view about;
  std::string_view file;
  std::string (*text)();
};
[[nodiscard]] std::span<const Page> generated_pages();

}  // namespace patchbay::app
