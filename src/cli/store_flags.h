// The flags of the commands that open a store beside a server. They stand for rows of the table of
// settings, so that the same file and variables say where the store is as for `serve`.
#pragma once

#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/config/config.h"
#include "app/report_failure.h"
#include "cli/output.h"
#include "store/open_error.h"

namespace patchbay::app {

// A store, as the settings name it.
struct StorePlace {
  std::string location;  // a data folder or postgresql://…
  std::string key_file;  // of its sealing keys; empty: sealing.key in the folder
  StoreOptions options{};
};

// What the flags say in the help, and how the one for the place is spelled.
struct StoreFlagsHelp {
  std::string place;
  std::string key_file;
  std::string place_flag = "--data";
  std::string key_flags = "--key-file";  // more than one with commas
};

// Why a store cannot be opened, with what to do if a server is using its folder: `instead` is what
// can be done without stopping it.
[[nodiscard]] std::string with_advice(store::OpenError why, std::string_view instead);

class StoreFlags {
 public:
  // Adds the flags to `command`, which keeps pointers into this. Several commands can have them.
  void add_to(CLI::App& command, const StoreFlagsHelp& help);
  // What the file, the environment and the flags say, or everything that is wrong with them. Call
  // it after parsing.
  [[nodiscard]] std::expected<StorePlace, std::vector<std::string>> place() const;
  // Whether the key file stands on the command line, and not only among the settings.
  [[nodiscard]] bool names_key_file() const { return key_file_.has_value(); }

 private:
  std::string config_;
  std::optional<std::string> data_;
  std::optional<std::string> key_file_;
};

// Adds the options of an output to `command`, and returns what reads the flags of `arguments`, its
// member `flags`, into its member `place`, and then runs `work`.
template <typename Arguments>
[[nodiscard]] Run with_place(CLI::App& command, std::shared_ptr<Arguments> arguments,
                             int (*work)(const Arguments& arguments, Output& output)) {
  return with_output(command, [arguments = std::move(arguments), work](Output& output) {
    auto place = arguments->flags.place();
    if (!place) return report_failures(place.error());
    arguments->place = std::move(*place);
    return work(*arguments, output);
  });
}

}  // namespace patchbay::app
