// The exit codes of commands. No two meanings share one.
#pragma once

#include "app/report_failure.h"

namespace patchbay::app {

inline constexpr int kDone = 0;         // done, or the same
inline constexpr int kDiffers = 1;      // there is a difference, or something to do
inline constexpr int kError = kFailed;  // a wrong command line, or a failure
inline constexpr int kRefused = 3;      // refused by a condition
inline constexpr int kNotAllowed = 4;   // by the server: wrong credentials, or a role lacks a right

}  // namespace patchbay::app
