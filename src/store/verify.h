// Holding a store against itself: is the chain of history whole, does history replayed give what
// stands, do the seals and the indexes agree?
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
  std::uint64_t customers = 0;  // looked at
  std::uint64_t admin_objects = 0;
  std::uint64_t entries = 0;
  std::uint64_t seals = 0;
  std::uint64_t unsealed = 0;             // entries that are younger than the newest seal
  std::uint64_t anchors = 0;              // that were found to hold
  std::optional<std::string> difference;  // the first that was found, as a sentence
  // What cannot be read, each as a sentence: all customers, principals and references are looked at
  // for it, whatever was found. At most kDamagedNamed; `damaged_more` counts the others.
  std::vector<std::string> damaged;
  std::uint64_t damaged_more = 0;

  static constexpr std::size_t kDamagedNamed = 1000;
  [[nodiscard]] bool is_whole() const { return !difference && damaged.empty(); }
};

// What a store is held against beside itself.
struct VerifyOptions {
  Integrity integrity{};             // without its key nothing that takes it is checked
  std::vector<AuditSeal> anchors{};  // seals as they were told to others
};

// Walks everything through `reader`. After the first difference it only looks for what cannot be
// read. Calls `progress` about every thousand customers. Takes time in proportion to history; holds
// one page of it at a time.
[[nodiscard]] VerifyReport verify(ReadTransaction& reader,
                                  const std::function<void(const VerifyReport&)>& progress = {},
                                  const VerifyOptions& options = {});

// Of seals alone: whether each covers what is there, and the newest is the one that is named, and
// `anchors` are among them. Counts in `verified`.
[[nodiscard]] std::optional<std::string> wrong_seal(ReadTransaction& reader,
                                                    const VerifyOptions& options,
                                                    VerifyReport& report);

}  // namespace patchbay::store
