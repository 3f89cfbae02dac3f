// The command `verify`.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "app/config/config.h"
#include "store/verify.h"

namespace CLI {
class App;
}

namespace patchbay::app {

struct VerifyArguments {
  std::string location = standard_config().data;
  // The sealing key. Empty: sealing.key in the folder. Without a key only what needs no key is
  // checked.
  std::string key_file{};
  std::vector<std::string> anchors{};  // files of anchors, one a line
};

// Verifies a store and shows the progress on a terminal. Prints what was checked, or the first
// difference. Exit code: 0 intact, 1 damaged, 2 not readable.
[[nodiscard]] int verify(const VerifyArguments& arguments);

// What was checked: "1 customer, 2 principals and references, 3 entries of history".
[[nodiscard]] std::string contents_of(const store::VerifyReport& verified);

// What the options --data and --key-file say in the help.
struct StoreOptionsHelp {
  std::string place;
  std::string key_file;
};
// Adds --data and --key-file; `arguments` must outlive `command`'s parsing.
void add_store_options(CLI::App& command, VerifyArguments& arguments, const StoreOptionsHelp& help);

}  // namespace patchbay::app
