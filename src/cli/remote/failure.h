// Why a command against a server did not do what it was asked: a sentence and an exit code.
#pragma once

#include <expected>
#include <string>

#include "app/report_failure.h"
#include "cli/exit_codes.h"

namespace patchbay::app {

struct Failure {
  std::string what;   // a sentence for the person at the shell, without a point
  int code = kError;  // one of exit_codes.h
};

template <class T>
using Answer = std::expected<T, Failure>;

[[nodiscard]] inline std::unexpected<Failure> fail(std::string what, int code = kError) {
  return std::unexpected(Failure{std::move(what), code});
}

// Reports it on standard error and returns its code.
[[nodiscard]] inline int report(const Failure& failure) {
  return report_failure(failure.what, failure.code);
}

}  // namespace patchbay::app
