// `patchbay user`: who can sign in, kept in the store of a data folder that no server holds.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/access/attempts_keys.h"
#include "core/call/call.h"
#include "store/store.h"

namespace CLI {
class App;
}

namespace patchbay::app {

// One line from standard input, which a terminal does not show; or the variable PATCHBAY_PASSWORD.
[[nodiscard]] std::string read_password(const char* prompt);

struct KeepRights {
  std::optional<core::AttemptsKeys> keys{};  // nothing: unlocking forgets no failed attempts
  bool force = false;  // also what leaves nobody who can administer the system
};

// Makes or changes a principal with the rights of the system owner, and prints it; a new API key
// too, this once. The process's exit code.
[[nodiscard]] int upsert_principal(store::Store& store, const std::string& location,
                                   core::UpsertPrincipal wanted, const KeepRights& rights = {});

class UserCommand {
 public:
  // Adds the subcommands add, list, passwd, lock, unlock and remove to `command`.
  void add_to(CLI::App& command);
  // Runs the one that was parsed; the process's exit code.
  int run();

 private:
  enum class Action : std::uint8_t { add, list, passwd, lock, unlock, remove };
  Action action_ = Action::list;
  std::string data_ = "./data";
  std::string key_file_;
  std::string name_;
  std::int64_t home_ = 1;
  std::vector<std::string> roles_;
  std::vector<std::string> doors_;
  std::vector<std::string> sources_;
  std::string new_key_;
  bool force_ = false;
};

}  // namespace patchbay::app
