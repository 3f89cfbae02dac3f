// Standard output is flushed after each print, so that a pipe gets what was done so far.
#include "cli/output.h"

#include <cstdio>
#include <utility>

#include <CLI/CLI.hpp>

#include "base/result.h"
#include "base/shown_text.h"
#include "wire/json.h"

namespace patchbay::app {

void Output::add_to(CLI::App& command, const char* meaning) {
  command.add_flag("--json", json_, meaning);
  jq_option_ = command.add_option("--jq", jq_, "Print what this filter of jq gives for the JSON")
                   ->type_name("FILTER");
}

Answer<void> Output::prepare() {
  if (jq_option_->count() > 0 && jq_.empty())
    return fail("--jq is empty: name a filter, such as . for everything");
  if (!jq_.empty()) filter_ = TRY(JqFilter::compile(jq_));
  return {};
}

Answer<void> Output::print_as(const wire::Tree& tree, std::string (*write)(const wire::Tree&),
                              const std::function<std::string(const Terminal&)>& text) {
  const std::string out = filter_ ? TRY(filter_->apply(wire::json::write(tree), if_ended_))
                          : json_ ? write(tree) + '\n'
                                  : text(Terminal::of_output());
  const bool is_written = std::fwrite(out.data(), 1, out.size(), stdout) == out.size();
  if (std::fflush(stdout) != 0 || !is_written || std::ferror(stdout) != 0)
    return fail("standard output cannot be written");
  return {};
}

Answer<void> Output::print(const wire::Tree& tree,
                           const std::function<std::string(const Terminal&)>& text) {
  return print_as(tree, wire::json::write_pretty, text);
}

Answer<void> Output::print_line(const wire::Tree& tree,
                                const std::function<std::string(const Terminal&)>& text) {
  return print_as(tree, wire::json::write, text);
}

int Output::tell(int code, const wire::Tree& tree, const std::string& text, bool is_exact) {
  if_ended_ = text;
  const auto printed = print(tree, [&](const Terminal& terminal) {
    return is_exact && terminal.width == 0 ? text : on_lines(text);
  });
  if (printed) return code;
  (void)report(printed.error());
  (void)report_failure("the command did its work all the same:");
  std::fputs(on_lines(text).c_str(), stderr);
  return kError;
}

Run prepared(std::shared_ptr<Output> output, std::function<int(Output&)> work) {
  return [output = std::move(output), work = std::move(work)] {
    const auto ready = output->prepare();
    return ready ? work(*output) : report(ready.error());
  };
}

Run with_output(CLI::App& command, std::function<int(Output&)> work) {
  auto output = std::make_shared<Output>();
  output->add_to(command);
  return prepared(std::move(output), std::move(work));
}

}  // namespace patchbay::app
