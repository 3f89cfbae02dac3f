// Writes manual pages in the language of man(7).
#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "base/version.h"
#include "cli/command_pages.h"

namespace patchbay::app {
namespace {

// A line of text. Characters that man(7) reads as commands are escaped.
std::string roff(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\\')
      out += "\\e";
    else if (c == '-')
      out += "\\-";
    else if (c == '\n')
      out += ' ';
    else
      out += c;
  }
  if (out.starts_with('.') || out.starts_with('\'')) out.insert(0, "\\&");
  return out;
}

std::string head_of(const std::string& title, const std::string& about) {
  return fmt::format(
      ".\\\" Written by `patchbay docs`.\n"
      ".TH {} 1 \"\" \"Patchbay {}\" \"User Commands\"\n.SH NAME\n{} \\- {}\n",
      roff(upper(title)), program_version(), roff(title), roff(about));
}

// "\fB\-\-data\fR, \fB\-\-store.data\fR \fIPLACE\fR"
std::string tag_of(const OptionText& each, bool is_argument) {
  std::string out;
  for (const std::string& name : each.names) {
    if (!out.empty()) out += ", ";
    out += (is_argument ? "\\fI" : "\\fB") + roff(name) + "\\fR";
  }
  if (!each.value.empty() && !is_argument) out += " \\fI" + roff(each.value) + "\\fR";
  return out;
}

std::string entry(const OptionText& each, bool is_argument) {
  return ".TP\n" + tag_of(each, is_argument) + '\n' + roff(each.meaning) + '\n';
}

// The options that are settings, or the others.
std::string entries(const std::vector<OptionText>& options, bool of_settings) {
  std::string out;
  for (const OptionText& each : options)
    if (each.is_setting == of_settings) out += entry(each, /*is_argument=*/false);
  return out;
}

std::string synopsis(const CommandText& command) {
  std::string out = ".B patchbay " + roff(command.name);
  out += "\n[\\fIOPTION\\fR]...";
  for (const OptionText& each : command.arguments)
    out += (each.is_required ? " \\fI" : " [\\fI") + roff(each.names.front()) +
           (each.is_required ? "\\fR" : "\\fR]");
  return out + '\n';
}

constexpr const char* kExit =
    ".SH EXIT STATUS\n0: done, or the same. 1: there is a difference, or something to do. 2: a "
    "wrong "
    "command line, or a failure. 3: refused by a condition. 4: not allowed.\n";

}  // namespace

std::string manual_page(const CommandText& program) {
  std::string out =
      head_of("patchbay", "one durable customer record with the doors of several vendors");
  out +=
      ".SH SYNOPSIS\n.B patchbay\n\\fICOMMAND\\fR [\\fIOPTION\\fR]...\n"
      ".SH DESCRIPTION\n"
      "Patchbay is a server that keeps customer records and speaks the APIs of several vendors. "
      "All of them change the same record, and one history says who changed what, when, and "
      "through which API.\n"
      ".PP\nEach command has a manual page of its own.\n"
      ".SH COMMANDS\n";
  for (const CommandText& each : program.below)
    out += ".TP\n.BR patchbay\\-" + roff(each.name) + " (1)\n" + roff(each.about) + '\n';
  out +=
      ".SH FILES\n.TP\n.I /etc/patchbay/patchbay.toml\nThe settings of the service, each with its "
      "meaning. The command line takes the file with \\fB\\-\\-config\\fR.\n"
      ".TP\n.I /var/lib/patchbay\nThe data folder of the service, with the database and its "
      "sealing "
      "key.\n"
      ".SH ENVIRONMENT\nEach setting is also a variable: \\fBPATCHBAY_SERVER_LISTEN\\fR for "
      "server.listen. \\fBPATCHBAY_PASSWORD\\fR is the password for commands that would ask for "
      "one.\n";
  return out + kExit;
}

std::string manual_page_of(const CommandText& command) {
  std::string title = "patchbay-" + command.name;
  std::string out = head_of(title, command.about);
  out += ".SH SYNOPSIS\n";
  if (command.below.empty()) out += synopsis(command);
  const char* gap = "";
  for (const CommandText& each : command.below) {
    out += gap + synopsis(each);
    gap = ".br\n";
  }
  out += ".SH DESCRIPTION\n" + roff(command.about) + ".\n";
  const auto add = [&out](const char* heading, const std::string& text) {
    if (!text.empty()) out += std::string(".SH ") + heading + '\n' + text;
  };
  std::string arguments;
  for (const OptionText& each : command.arguments) arguments += entry(each, /*is_argument=*/true);
  add("ARGUMENTS", arguments);
  add("OPTIONS", entries(command.options, /*of_settings=*/false));
  for (const CommandText& each : command.below) {
    out += ".SH \"" + roff(upper(each.name)) + "\"\n" + roff(each.about) + ".\n";
    for (const OptionText& argument : each.arguments) out += entry(argument, /*is_argument=*/true);
    out += entries(each.options, /*of_settings=*/false);
  }
  std::string examples;
  for (const std::string& each : command.examples)
    examples += ".PP\n.nf\n" + roff(each) + "\n.fi\n";
  add("EXAMPLES", examples);
  add("SETTINGS", entries(command.options, /*of_settings=*/true));
  out += kExit;
  return out + ".SH SEE ALSO\n.BR patchbay (1)\n";
}

}  // namespace patchbay::app
