// Reports why a command failed: one line on standard error.
#pragma once

#include <cstdio>
#include <string>
#include <vector>

#include "base/shown_text.h"

namespace patchbay::app {

// The exit code of a command that failed.
inline constexpr int kFailed = 2;

// Prints `sentence`, which cannot steer the terminal, and returns the exit code, so that a
// command can end with it.
[[nodiscard]] inline int report_failure(const std::string& sentence, int code = kFailed) {
  std::fprintf(stderr, "patchbay: %s\n", on_one_line(sentence).c_str());
  return code;
}

// Prints each sentence on a separate line. Returns the exit code.
[[nodiscard]] inline int report_failures(const std::vector<std::string>& sentences) {
  for (const std::string& each : sentences) (void)report_failure(each);
  return kFailed;
}

}  // namespace patchbay::app
