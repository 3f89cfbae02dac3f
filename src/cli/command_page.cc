// Writes docs/cli.md.
#include <fmt/format.h>

#include "base/text.h"
#include "cli/command_pages.h"

namespace patchbay::app {
namespace {

std::string in_a_cell(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '|') out += '\\';
    out += c == '<' ? std::string("&lt;") : std::string(1, c);
  }
  return out;
}

std::string table_row(const OptionText& each) {
  std::string names;
  for (const std::string& name : each.names) {
    if (!names.empty()) names += ", ";
    names += '`' + name + '`';
  }
  return fmt::format("| {} | {} | {}{} |\n", names, in_a_cell(each.value), in_a_cell(each.meaning),
                     each.is_required ? " (required)" : "");
}

std::string command_part(const CommandText& command, int depth) {
  std::string out =
      fmt::format("\n{} patchbay {}\n{}.\n", std::string(static_cast<std::size_t>(depth), '#'),
                  command.name, command.about);
  std::string rows;
  bool has_settings = false;
  for (const OptionText& each : command.arguments) rows += table_row(each);
  for (const OptionText& each : command.options) {
    has_settings = has_settings || each.is_setting;
    if (!each.is_setting) rows += table_row(each);
  }
  if (has_settings)
    rows +=
        "| `--SECTION.KEY`, `--data`, `--key-file`, `--listen` | the value | A setting of "
        "[patchbay.toml](../packaging/patchbay.toml); the short names are `store.data`, "
        "`store.key_file` and `server.listen` |\n";
  if (!rows.empty()) out += "\n| option | takes | meaning |\n|---|---|---|\n" + rows;
  if (!command.examples.empty()) out += "\n```sh\n" + join(command.examples, "\n") + "\n```\n";
  for (const CommandText& each : command.below) out += command_part(each, depth + 1);
  return out;
}

}  // namespace

std::string command_page(const CommandText& program) {
  std::string out =
      "# The command line\n\n"
      "Every command of `patchbay` with its options. A command ends with one of "
      "these codes, and after a failure with a sentence on standard error:\n\n"
      "| code | meaning |\n|---|---|\n"
      "| 0 | done, or the same |\n"
      "| 1 | there is a difference, or something to do: a dry run that would change something, a "
      "`diff`, a finding |\n"
      "| 2 | a wrong command line, or a failure |\n"
      "| 3 | refused by a condition: another version, a conflict, a later change in the way |\n"
      "| 4 | not allowed: wrong credentials, or a role that lacks the right |\n\n"
      "`NO_COLOR` turns colours off, and `CLICOLOR_FORCE` turns them on if the output is not a "
      "terminal. Commands against a server take its address and the credentials from a "
      "[profile](how-to/shell.md). The program writes this page from its "
      "commands (`patchbay docs commands`); it writes manual pages (`patchbay docs manual`, "
      "`patchbay docs manual-serve`) and the completions of shells (`patchbay docs bash`, `zsh`, "
      "`fish`) from them too.\n";
  for (const CommandText& each : program.below) out += command_part(each, 2);
  return out;
}

}  // namespace patchbay::app
