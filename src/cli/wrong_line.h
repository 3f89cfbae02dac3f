// The words about a command line that cannot be parsed.
#pragma once

#include <string>

namespace CLI {
class App;
class ParseError;
}  // namespace CLI

namespace patchbay::app {

// Three lines: what is wrong, what is near or how the command is used, and where help is.
[[nodiscard]] std::string describe_wrong_line(const CLI::App& program,
                                              const CLI::ParseError& error);

// Such lines about a word that names no command.
[[nodiscard]] std::string describe_unknown_command(const CLI::App& program,
                                                   const std::string& word);

}  // namespace patchbay::app
