// Verifies a store: whether the history chain is complete, replaying history gives the current
// state, and seals and indexes agree.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "store/integrity.h"
#include "store/store.h"

namespace patchbay::store {

struct VerifyReport {
  std::uint64_t customers = 0;  // number of customers checked
  std::uint64_t admin_objects = 0;
  std::uint64_t entries = 0;
  std::uint64_t seals = 0;
  std::uint64_t unsealed = 0;             // entries after the newest seal
  std::uint64_t anchors = 0;              // anchors that were valid
  std::optional<std::string> difference;  // the first difference found, as a sentence
  // Sentences about data that cannot be read, found among all customers, principals and references
  // even after a difference. At most kDamagedNamed; `damaged_more` counts the rest.
  std::vector<std::string> damaged;
  std::uint64_t damaged_more = 0;

  static constexpr std::size_t kDamagedNamed = 1000;
  [[nodiscard]] bool is_whole() const { return !difference && damaged.empty(); }
};

// What a store is verified with, in addition to its own contents.
struct VerifyOptions {
  Integrity integrity{};             // without its key, keyed hashes are not checked
  std::vector<AuditSeal> anchors{};  // seals from anchors kept elsewhere
};

// Verifies everything through `reader`. After the first difference it only looks for data that
// cannot be read. Calls `progress` about every thousand customers. The time grows with the length
// of history; memory holds one page of it.
[[nodiscard]] VerifyReport verify(ReadTransaction& reader,
                                  const std::function<void(const VerifyReport&)>& progress = {},
                                  const VerifyOptions& options = {});

// The same through two read transactions at once: the second one reads indexes, and its snapshot
// may be a later one. Takes two threads.
[[nodiscard]] VerifyReport verify(const OpenReader& open,
                                  const std::function<void(const VerifyReport&)>& progress = {},
                                  const VerifyOptions& options = {});

// Verifies the seals only: each covers the present entries, the newest is the one named by the
// store, and `anchors` are among them. Counts in `verified`.
[[nodiscard]] std::optional<std::string> wrong_seal(ReadTransaction& reader,
                                                    const VerifyOptions& options,
                                                    VerifyReport& report);

}  // namespace patchbay::store
