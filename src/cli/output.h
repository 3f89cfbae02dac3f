// What a command prints: text for people, or the same as JSON.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "cli/command.h"
#include "cli/remote/jq_filter.h"
#include "cli/remote/terminal.h"

namespace CLI {
class Option;
}

namespace patchbay::app {

class Output {
 public:
  // Adds --json, with `meaning` as its help, and --jq to `command`, which keeps pointers into this.
  void add_to(CLI::App& command, const char* meaning = "Print JSON");
  // Checks --jq before anything is done.
  [[nodiscard]] Answer<void> prepare();

  [[nodiscard]] bool is_json() const { return json_ || filter_; }
  // Prints `tree` through --jq, as JSON, or as `text` gives it for people.
  [[nodiscard]] Answer<void> print(const wire::Tree& tree,
                                   const std::function<std::string(const Terminal&)>& text);
  // The same for one of many: JSON on one line.
  [[nodiscard]] Answer<void> print_line(const wire::Tree& tree,
                                        const std::function<std::string(const Terminal&)>& text);
  // Prints what a command did, and returns its exit code `code`; kError if it cannot be printed:
  // then `text` goes to standard error, because some of it, such as a new key, is shown only once.
  // `text` has the end of its last line. What could steer a terminal is written out in it; if it
  // `is_exact`, because programs read it, on a terminal only.
  [[nodiscard]] int tell(int code, const wire::Tree& tree, const std::string& text,
                         bool is_exact = false);

 private:
  [[nodiscard]] Answer<void> print_as(const wire::Tree& tree,
                                      std::string (*write)(const wire::Tree&),
                                      const std::function<std::string(const Terminal&)>& text);

  bool json_ = false;
  std::string jq_;
  CLI::Option* jq_option_ = nullptr;
  std::unique_ptr<JqFilter> filter_;
  std::string if_ended_;  // for standard error, if the filter ends the process
};

// What runs `work` with an output whose options were added already. A filter that cannot be used
// ends the command before `work` begins.
[[nodiscard]] Run prepared(std::shared_ptr<Output> output, std::function<int(Output&)> work);
// Adds the options of an output to `command`, and returns what runs `work` with it.
[[nodiscard]] Run with_output(CLI::App& command, std::function<int(Output&)> work);

}  // namespace patchbay::app
