// The command `complete`: names of customers that begin as a word does, for the completions of
// shells.
#include <cstdio>
#include <memory>

#include <CLI/CLI.hpp>
#include <unistd.h>

#include "cli/command.h"
#include "cli/remote/session.h"
#include "cli/remote/shown.h"
#include "cli/remote/terminal.h"
#include "wire/form.h"

namespace patchbay::app {
namespace {

constexpr std::chrono::milliseconds kAnswerWithin{700};
// Ends this process if a command of a keyring waits for a person.
constexpr unsigned kEndAfterS = 2;
constexpr const char* kNamesMax = "20";

struct CompleteArguments {
  ProfileChoice choice;
  std::string word;
};

// Prints nothing if anything is wrong: a shell would show it between the words that are typed.
void print_names(const CompleteArguments& arguments) {
  ::alarm(kEndAfterS);
  const auto profile = load_profile(arguments.choice);
  if (!profile) return;
  const auto session = Session::open(*profile, kAnswerWithin);
  if (!session) return;
  std::string target = std::string("/v1/customers?limit=") + kNamesMax;
  if (!arguments.word.empty())
    target += "&name_prefix=" + wire::form::encode_component(arguments.word);
  const auto reply = session->call({.target = target});
  if (!reply) return;
  const wire::Tree* const items = reply->tree.find("items");
  if (!items || !items->array()) return;
  for (const wire::Tree& each : *items->array()) {
    const std::string name = member_text(each, "name");
    // A name that would not be one line, or would steer the terminal, is not offered.
    if (!name.empty() && on_one_line(name) == name) std::puts(name.c_str());
  }
}

}  // namespace

Run define_complete(CLI::App& command) {
  const auto arguments = std::make_shared<CompleteArguments>();
  command.add_option("word", arguments->word, "The beginning of a name");
  command.add_option("--profile", arguments->choice.name, "Name of the profile")->type_name("NAME");
  command.footer("Prints at most 20 names, within two seconds, and nothing if anything is wrong.");
  return [arguments] {
    print_names(*arguments);
    return kDone;
  };
}

}  // namespace patchbay::app
