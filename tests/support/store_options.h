// Options of stores for tests: randomness that every store of a test program shares, and what
// settings.def gives if nothing is set.
#pragma once

#include <string>
#include <utility>

#include "base/random.h"
#include "store/open.h"

namespace patchbay::store {

// Repeats the same bytes in each run of the test program. Lives as long as the program.
[[nodiscard]] inline Random& test_random() {
  static const std::unique_ptr<Random> random = seeded_random(11);
  return *random;
}

// Options with the standard values of the section `store`, whose rows set them.
[[nodiscard]] inline PostgresqlOptions postgresql_at(std::string url) {
  struct {
    std::size_t cache_mib = 0;
    int commit_ms = 0;
    std::size_t lanes = 0;
  } store;
#define SET_store(member, value) member = static_cast<decltype(member)>(value);
#define SET_access(...)
#define SET_audit(...)
#define SET_deliveries(...)
#define SET_server(...)
#define SET_traffic(...)
#include "support/settings_rows.inc"
  return {.random = test_random(),
          .url = std::move(url),
          .commit_ms = store.commit_ms,
          .lock_ms = store.commit_ms,
          .lanes = store.lanes,
          .writer_rest_ms = store.commit_ms};
}

}  // namespace patchbay::store
