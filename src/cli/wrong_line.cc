// Looks for the nearest command or option.
#include "cli/wrong_line.h"

#include <vector>

#include <CLI/CLI.hpp>

#include "base/nearest.h"
#include "base/shown_text.h"
#include "base/text.h"

namespace patchbay::app {
namespace {

// The command that was parsed last.
const CLI::App& deepest(const CLI::App& program) {
  const CLI::App* out = &program;
  while (!out->get_subcommands().empty()) out = out->get_subcommands().back();
  return *out;
}

// "patchbay user add"
std::string whole_name(const CLI::App& command) {
  const CLI::App* const above = command.get_parent();
  return above ? whole_name(*above) + ' ' + command.get_name() : command.get_name();
}

std::vector<std::string> subcommand_names(const CLI::App& command) {
  std::vector<std::string> out;
  for (const CLI::App* each : command.get_subcommands([](const CLI::App*) { return true; }))
    out.push_back(each->get_name());
  return out;
}

std::vector<std::string> flag_names_of(const CLI::App& command) {
  std::vector<std::string> out;
  for (const CLI::Option* each : command.get_options())
    for (const std::string& name : each->get_lnames()) out.push_back("--" + name);
  return out;
}

std::string near_to(const std::string& word, const std::vector<std::string>& names) {
  const std::vector<std::string_view> views(names.begin(), names.end());
  return std::string(nearest(word, views));
}

std::string usage_of(const CLI::App& command) {
  std::string out = "usage: " + whole_name(command);
  if (!subcommand_names(command).empty()) return out + " COMMAND";
  out += " [OPTION]...";
  for (const CLI::Option* each : command.get_options())
    if (each->get_positional() && !each->nonpositional())
      out += each->get_required() ? ' ' + upper(each->get_name())
                                  : " [" + upper(each->get_name()) + ']';
  return out;
}

struct Wrong {
  std::string what;
  std::string hint;
};

// The first word that no command and no option takes.
Wrong unknown_word(const CLI::App& command, std::string word) {
  word.resize(std::min(word.find('='), word.size()));
  const bool is_option = word.starts_with('-');
  const std::string near =
      near_to(word, is_option ? flag_names_of(command) : subcommand_names(command));
  const std::string kind = is_option                           ? "option"
                           : subcommand_names(command).empty() ? "argument"
                                                               : "command";
  return {"there is no " + kind + " \"" + on_one_line(word) + '"',
          near.empty() ? usage_of(command) : "the nearest is " + near};
}

Wrong wrong_of(const CLI::App& command, const CLI::ParseError& error) {
  for (const std::string& each : command.remaining(true))
    if (each != "--") return unknown_word(command, each);
  std::string what = error.what();
  while (what.ends_with('\n') || what.ends_with('.')) what.pop_back();
  return {on_one_line(what), usage_of(command)};
}

std::string in_three_lines(const CLI::App& command, const Wrong& wrong) {
  return whole_name(command) + ": " + wrong.what + '\n' + wrong.hint + "\nsee " +
         whole_name(command) + " --help\n";
}

}  // namespace

std::string describe_wrong_line(const CLI::App& program, const CLI::ParseError& error) {
  const CLI::App& last = deepest(program);
  const bool is_of_program = last.remaining(true).empty() && !program.remaining(true).empty();
  const CLI::App& command = is_of_program ? program : last;
  return in_three_lines(command, wrong_of(command, error));
}

std::string describe_unknown_command(const CLI::App& program, const std::string& word) {
  return in_three_lines(program, unknown_word(program, word));
}

}  // namespace patchbay::app
