// The command `verify`.
#pragma once

#include <string>
#include <vector>

#include "cli/output.h"
#include "cli/store_flags.h"
#include "store/verify.h"

namespace patchbay::app {

struct VerifyArguments {
  StoreFlags flags{};
  StorePlace place{};                  // without a sealing key only what needs no key is checked
  std::vector<std::string> anchors{};  // files of anchors, one a line
};

// What verifying a store found.
struct Verified {
  int code = 0;       // 0 intact, 1 damaged, 2 not readable
  wire::Tree tree{};  // what was checked; null if it is not readable
  std::string text{};
};
// Verifies a store and shows the progress on a terminal. Reports on standard error why it is not
// intact.
[[nodiscard]] Verified verify(const VerifyArguments& arguments);

// Why a store is not whole, the worst last; empty if it is.
[[nodiscard]] std::vector<std::string> faults_of(const store::VerifyReport& verified);
// What was checked, as members.
[[nodiscard]] wire::Object contents_json(const store::VerifyReport& verified);
// What was checked: "1 customer, 2 principals and references, 3 entries of history".
[[nodiscard]] std::string contents_of(const store::VerifyReport& verified);

}  // namespace patchbay::app
