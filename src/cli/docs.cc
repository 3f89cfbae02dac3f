// The command `docs`: pages of the server, and pages about the command line.
#include <cstdio>
#include <functional>
#include <map>
#include <memory>

#include <CLI/CLI.hpp>

#include "app/serve/generated_docs.h"
#include "cli/command.h"
#include "cli/command_pages.h"

namespace patchbay::app {
namespace {

using PageText = std::function<std::string(const CommandText& program)>;

// By the name that the command takes.
std::map<std::string, PageText> pages_by_name() {
  std::map<std::string, PageText> out = {{"commands", command_page},
                                         {"manual", manual_page},
                                         {"bash", bash_completion},
                                         {"zsh", zsh_completion},
                                         {"fish", fish_completion}};
  for (const Page& each : generated_pages())
    out.emplace(each.name, [&each](const CommandText&) { return each.text(); });
  for (const Command& each : commands())
    out.emplace("manual-" + std::string(each.name), [&each](const CommandText& program) {
      for (const CommandText& command : program.below)
        if (command.name == each.name) return manual_page_of(command);
      return std::string();
    });
  return out;
}

}  // namespace

Run define_docs(CLI::App& command) {
  const auto by_name = std::make_shared<std::map<std::string, PageText>>(pages_by_name());
  const auto page = std::make_shared<std::string>();
  command.add_option("page", *page, "Which page")->required()->check(CLI::IsMember(by_name.get()));
  return [page, by_name, &command] {
    std::fputs(by_name->at(*page)(describe(*command.get_parent())).c_str(), stdout);
    return 0;
  };
}

}  // namespace patchbay::app
