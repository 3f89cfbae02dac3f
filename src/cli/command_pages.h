// Pages about the command line, written from its commands.
#pragma once

#include <string>

#include "cli/command_text.h"

namespace patchbay::app {

// docs/cli.md: every command with its options. Settings are named once, not at each command.
[[nodiscard]] std::string command_page(const CommandText& program);

// The manual page of the program, patchbay(1), in the language of man(7).
[[nodiscard]] std::string manual_page(const CommandText& program);
// The manual page of one command of it: patchbay-serve(1).
[[nodiscard]] std::string manual_page_of(const CommandText& command);

// What a shell reads to complete commands and options.
[[nodiscard]] std::string bash_completion(const CommandText& program);
[[nodiscard]] std::string zsh_completion(const CommandText& program);
[[nodiscard]] std::string fish_completion(const CommandText& program);

}  // namespace patchbay::app
