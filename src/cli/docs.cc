// The command `docs`.
#include <cstdio>
#include <map>
#include <memory>

#include <CLI/CLI.hpp>

#include "app/serve/generated_docs.h"
#include "cli/command.h"

namespace patchbay::app {

Run define_docs(CLI::App& command) {
  std::map<std::string, const Page*> by_name;
  for (const Page& each : generated_pages()) by_name.emplace(each.name, &each);
  const auto page = std::make_shared<std::string>();
  command.add_option("page", *page, "Which page")->required()->check(CLI::IsMember(by_name));
  return [page, by_name] {
    std::fputs(by_name.at(*page)->text().c_str(), stdout);
    return 0;
  };
}

}  // namespace patchbay::app
