// What the command line is, as values: the commands with their options and arguments.
// Pages, manual pages and completions are written from it.
#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace patchbay::app {

struct OptionText {
  std::vector<std::string> names;  // with their dashes; of an argument: its name alone
  std::string value;               // what it takes: "FILE"; empty for a flag
  std::string meaning;
  std::vector<std::string> words;  // all that it takes, if only some words are allowed
  bool is_setting = false;         // listed among the settings
  bool is_required = false;
};

struct CommandText {
  std::string name;   // "serve", or "user add" below "user"; empty for the program
  std::string about;  // one line
  std::vector<OptionText> options;
  std::vector<OptionText> arguments;
  std::vector<CommandText> below;
  std::vector<std::string> examples{};  // what is typed in a shell
};

// Describes the program, and all commands below it.
[[nodiscard]] CommandText describe(const CLI::App& program);

}  // namespace patchbay::app
