// Saved views: pages of the console that a principal keeps under names.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "base/clock.h"

namespace patchbay {

struct SavedView {
  std::int64_t principal = 0;  // whose it is
  std::string name;            // unique among the views of the principal
  std::string path;            // path and query: "/console/find?q=trading"
  Instant time;                // when it was saved last
  bool operator==(const SavedView&) const = default;

  static constexpr std::size_t kMax = 100;  // views of one principal
  static constexpr std::size_t kNameCharactersMax = 100;
  static constexpr std::size_t kPathBytesMax = 2000;
};

}  // namespace patchbay
