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
        "| `--SECTION.KEY`, `--data`, `--listen` | the value | A setting of "
        "[patchbay.toml](../packaging/patchbay.toml); the two short names are `store.data` and "
        "`server.listen` |\n";
  if (!rows.empty()) out += "\n| option | takes | meaning |\n|---|---|---|\n" + rows;
  for (const CommandText& each : command.below) out += command_part(each, depth + 1);
  return out;
}

}  // namespace

std::string command_page(const CommandText& program) {
  std::string out =
      "# The command line\n\n"
      "Every command of `patchbay` with its options. A command ends with 0 if it is done, and with "
      "another number after a sentence on standard error. The program writes this page from its "
      "commands (`patchbay docs commands`); it writes manual pages (`patchbay docs manual`, "
      "`patchbay docs manual-serve`) and the completions of shells (`patchbay docs bash`, `zsh`, "
      "`fish`) from them too.\n";
  for (const CommandText& each : program.below) out += command_part(each, 2);
  return out;
}

}  // namespace patchbay::app
