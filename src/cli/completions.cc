// Writes what bash, zsh and fish read to complete commands and options.
#include <algorithm>

#include <fmt/format.h>

#include "cli/command_pages.h"

namespace patchbay::app {
namespace {

// In single quotes, for bash and zsh.
std::string shell_quoted(std::string_view text) {
  std::string out = "'";
  for (const char c : text) c == '\'' ? out += "'\\''" : out += c;
  return out + '\'';
}

// In single quotes, for fish.
std::string fish_quoted(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'' || c == '\\') out += '\\';
    out += c;
  }
  return out + '\'';
}

// "add" of "user add".
std::string last_word(const std::string& name) { return name.substr(name.rfind(' ') + 1); }

// Calls `use` with the program, its commands and those below them.
template <typename Use>
void for_each_command(const CommandText& command, const Use& use) {
  use(command);
  for (const CommandText& each : command.below) for_each_command(each, use);
}

// Whether a customer is named behind the command.
bool takes_customer(const CommandText& command) {
  return std::ranges::any_of(
      command.arguments, [](const OptionText& each) { return each.names.front() == "customer"; });
}

// The commands for which that is true, with `separator` between them.
std::string names_taking_customers(const CommandText& program, std::string_view separator) {
  std::string out;
  for (const CommandText& each : program.below)
    if (takes_customer(each)) out.append(out.empty() ? "" : separator).append(each.name);
  return out;
}

// Asks the server for names, which may hold spaces. A word that begins with a quote is completed
// without signs before the spaces.
constexpr const char* kBashNames =
    "      local typed=${COMP_WORDS[COMP_CWORD]} plain name\n"
    "      [[ $typed == -* ]] && return\n"
    "      plain=${typed#[\\\"\\']}\n"
    "      plain=${plain//\\\\/}\n"
    "      while IFS= read -r name; do\n"
    "        if [[ $typed == [\\\"\\']* ]]; then\n"
    "          COMPREPLY+=(\"$name\")\n"
    "        else\n"
    "          COMPREPLY+=(\"$(printf %q \"$name\")\")\n"
    "        fi\n"
    "      done < <(patchbay complete -- \"$plain\" 2>/dev/null)\n";

// The same for fish, which hands the word over as it was typed.
constexpr const char* kFishNames =
    "function __patchbay_names\n"
    "    set -l typed (commandline -ct)\n"
    "    if string match -qr '^[\"\\\']' -- $typed\n"
    "        set typed (string sub -s 2 -- $typed)\n"
    "    else\n"
    "        set typed (string unescape -- $typed)\n"
    "    end\n"
    "    patchbay complete -- \"$typed\" 2>/dev/null\n"
    "end\n";

// Everything that may follow the name of a command.
std::string bash_words(const CommandText& command) {
  std::string out;
  for (const CommandText& each : command.below) out += last_word(each.name) + ' ';
  for (const OptionText& each : command.arguments)
    for (const std::string& word : each.words) out += word + ' ';
  for (const OptionText& each : command.options)
    for (const std::string& name : each.names)
      if (name.starts_with("--")) out += name + ' ';
  if (!out.empty()) out.pop_back();
  return out;
}

// "name:what it is" in quotes, as _describe of zsh takes it.
std::string zsh_item(const std::string& name, const std::string& about) {
  return "    " + shell_quoted(name + ':' + about) + '\n';
}

std::string zsh_case(const CommandText& command) {
  std::string out = fmt::format("    {})\n      found=(\n", shell_quoted(command.name));
  for (const CommandText& each : command.below)
    out += "    " + zsh_item(last_word(each.name), each.about);
  for (const OptionText& each : command.arguments)
    for (const std::string& word : each.words) out += "    " + zsh_item(word, each.meaning);
  for (const OptionText& each : command.options)
    for (const std::string& name : each.names)
      if (name.starts_with("--")) out += "    " + zsh_item(name, each.meaning);
  return out + "      )\n      ;;\n";
}

// The condition under which fish offers what follows `command`.
std::string fish_condition(const CommandText& command) {
  if (command.name.empty()) return "__fish_use_subcommand";
  std::string out;
  for (std::size_t from = 0; from < command.name.size();) {
    const std::size_t space = std::min(command.name.find(' ', from), command.name.size());
    if (!out.empty()) out += "; and ";
    out += "__fish_seen_subcommand_from " + command.name.substr(from, space - from);
    from = space + 1;
  }
  return out;
}

std::string fish_option(const std::string& condition, const OptionText& option) {
  std::string out;
  for (const std::string& name : option.names) {
    if (!name.starts_with("--")) continue;
    out +=
        fmt::format("complete -c patchbay -n {} -l {}{} -d {}\n", fish_quoted(condition),
                    name.substr(2), option.value.empty() ? "" : " -r", fish_quoted(option.meaning));
  }
  return out;
}

}  // namespace

std::string bash_completion(const CommandText& program) {
  std::string out =
      "# Written by `patchbay docs bash`.\n"
      "_patchbay() {\n"
      "  local word command='' words='' i\n"
      "  for ((i = 1; i < COMP_CWORD; ++i)); do\n"
      "    word=${COMP_WORDS[i]}\n"
      "    case \"$command $word\" in\n";
  for_each_command(program, [&](const CommandText& each) {
    if (each.name.empty()) return;
    const bool is_below = each.name.find(' ') != std::string::npos;
    out +=
        fmt::format("      {}) command={} ;;\n",
                    shell_quoted(is_below ? each.name : ' ' + each.name), shell_quoted(each.name));
  });
  out += "    esac\n  done\n  case $command in\n";
  for_each_command(program, [&](const CommandText& each) {
    out += fmt::format("    {}) words={} ;;\n", shell_quoted(each.name),
                       shell_quoted(bash_words(each)));
  });
  return out +
         "  esac\n"
         "  mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"${COMP_WORDS[COMP_CWORD]}\")\n"
         "  case $command in\n    " +
         names_taking_customers(program, "|") + ")\n" + kBashNames +
         "      ;;\n  esac\n"
         "}\n"
         "complete -o default -F _patchbay patchbay\n";
}

std::string zsh_completion(const CommandText& program) {
  std::string out =
      "#compdef patchbay\n"
      "# Written by `patchbay docs zsh`.\n"
      "_patchbay() {\n"
      "  local -a found\n"
      "  local command=''\n"
      "  (( CURRENT > 2 )) && command=$words[2]\n";
  for (const CommandText& each : program.below)
    if (!each.below.empty())
      out += fmt::format("  [[ $command == {} ]] && (( CURRENT > 3 )) && command+=\" $words[3]\"\n",
                         each.name);
  out += "  case $command in\n";
  for_each_command(program, [&](const CommandText& each) { out += zsh_case(each); });
  return out +
         "  esac\n"
         "  case $command in\n    " +
         names_taking_customers(program, "|") +
         ")\n"
         "      local -a live\n"
         "      [[ $PREFIX != -* ]] && live=(${(f)\"$(patchbay complete -- \"${(Q)PREFIX}\" "
         "2>/dev/null)\"})\n"
         "      (( $#live )) && compadd -a live\n"
         "      ;;\n"
         "  esac\n"
         "  _describe patchbay found || _files\n"
         "}\n"
         "_patchbay \"$@\"\n";
}

std::string fish_completion(const CommandText& program) {
  std::string out = std::string("# Written by `patchbay docs fish`.\n") + kFishNames;
  for_each_command(program, [&](const CommandText& command) {
    const std::string condition = fish_condition(command);
    for (const CommandText& each : command.below)
      out += fmt::format("complete -c patchbay -n {} -f -a {} -d {}\n", fish_quoted(condition),
                         last_word(each.name), fish_quoted(each.about));
    for (const OptionText& argument : command.arguments)
      for (const std::string& word : argument.words)
        out += fmt::format("complete -c patchbay -n {} -f -a {}\n", fish_quoted(condition), word);
    if (takes_customer(command))
      out += fmt::format("complete -c patchbay -n {} -f -a '(__patchbay_names)'\n",
                         fish_quoted(condition));
    for (const OptionText& each : command.options) out += fish_option(condition, each);
  });
  return out;
}

}  // namespace patchbay::app
