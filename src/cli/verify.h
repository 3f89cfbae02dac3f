// The command `verify`.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "store/verify.h"

namespace patchbay::app {

struct VerifyArguments {
  std::string location = "./data";
  // The sealing key; empty: sealing.key in the folder, and without one what takes no key is looked
  // at alone.
  std::string key_file{};
  std::vector<std::string> anchors{};  // files of anchors, one a line
};

// Holds a store against itself, telling how far it is where the terminal shows it. Prints what was
// looked at, or the first difference. The exit code: 0 whole, 1 not, 2 not readable.
[[nodiscard]] int verify(const VerifyArguments& arguments);

// What was looked at: "1 customer, 2 principals and references, 3 entries of history".
[[nodiscard]] std::string contents_of(const store::VerifyReport& verified);

// The command `adopt`: gives a store of a version before seals its hashes and seals. The exit code:
// 0 done, 1 not.
[[nodiscard]] int adopt(const VerifyArguments& arguments);

}  // namespace patchbay::app
