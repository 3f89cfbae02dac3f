// `patchbay user`: who can sign in, kept in the store of a data folder that no server holds.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace patchbay::app {

class Users {
 public:
  // Adds the subcommands add, list, passwd, lock, unlock and remove to `command`.
  void add_to(CLI::App& command);
  // Runs the one that was parsed; the process's exit code.
  int run();

 private:
  enum class Act : std::uint8_t { add, list, passwd, lock, unlock, remove };
  Act act_ = Act::list;
  std::string data_ = "./data";
  std::string name_;
  std::int64_t home_ = 1;
  std::vector<std::string> roles_;
  std::vector<std::string> doors_;
  std::vector<std::string> sources_;
  std::string new_key_;
};

}  // namespace patchbay::app
