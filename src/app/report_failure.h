// Reports why a command failed: one line on standard error.
#pragma once

#include <cstdio>
#include <string>

namespace patchbay::app {

// Prints `sentence` and returns the exit code, so that a command can end with it.
[[nodiscard]] inline int report_failure(const std::string& sentence, int code = 1) {
  std::fprintf(stderr, "patchbay: %s\n", sentence.c_str());
  return code;
}

}  // namespace patchbay::app
