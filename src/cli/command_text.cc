// Reads what CLI11 knows of the commands.
#include "cli/command_text.h"

#include <functional>

#include <CLI/CLI.hpp>

#include "base/text.h"
#include "cli/command.h"
#include "cli/setting_flags.h"

namespace patchbay::app {
namespace {

OptionText describe_option(const CLI::Option& option) {
  OptionText out;
  for (const std::string& each : option.get_snames()) out.names.push_back("-" + each);
  for (const std::string& each : option.get_lnames()) out.names.push_back("--" + each);
  if (out.names.empty()) out.names.push_back(option.get_name());
  const bool takes_a_value = option.get_items_expected_max() > 0;
  if (takes_a_value) {
    out.value = option.get_type_name();
    // CLI11 appends the words that are allowed: "TEXT:{one,other}".
    if (const auto at = out.value.find(":{"); at != std::string::npos) {
      const std::string_view listed = std::string_view(out.value).substr(at + 2);
      for (const std::string_view word : split(listed.substr(0, listed.find('}')), ','))
        out.words.emplace_back(word);
      out.value.resize(at);
    }
    if (out.value.empty()) out.value = "TEXT";
  }
  out.meaning = option.get_description();
  out.is_setting = option.get_group() == kSettingsGroup;
  out.is_required = option.get_required();
  return out;
}

CommandText describe_as(const CLI::App& command, const std::string& name) {
  CommandText out;
  out.name = name;
  out.about = command.get_description();
  for (const CLI::Option* each : command.get_options()) {
    const bool is_argument = each->get_positional() && !each->nonpositional();
    (is_argument ? out.arguments : out.options).push_back(describe_option(*each));
  }
  for (const std::string_view each : examples_of(name)) out.examples.emplace_back(each);
  const std::string prefix = out.name.empty() ? "" : out.name + ' ';
  for (const CLI::App* each : command.get_subcommands(
           std::function<bool(const CLI::App*)>([](const CLI::App*) { return true; })))
    out.below.push_back(describe_as(*each, prefix + each->get_name()));
  return out;
}

}  // namespace

CommandText describe(const CLI::App& program) {
  return describe_as(program, "");  // CLI11 would name it as it was called
}

}  // namespace patchbay::app
