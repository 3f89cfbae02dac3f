// Holding a store against itself: is the chain of history whole, does history replayed give what
// stands, do the indexes agree?
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "store/store.h"

namespace patchbay::store {

struct Verified {
  std::uint64_t customers = 0;  // looked at
  std::uint64_t things = 0;
  std::uint64_t entries = 0;
  std::optional<std::string> difference;  // the first that was found, as a sentence
};

// Walks everything through `reader`, stopping at the first difference. Calls `progress` about every
// thousand customers. Takes time in proportion to history; holds one page of it at a time.
[[nodiscard]] Verified verify(Reader& reader,
                              const std::function<void(const Verified&)>& progress = {});

}  // namespace patchbay::store
