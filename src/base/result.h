// Errors as values: Result<T, E>, and TRY, which returns an error to the caller.
#pragma once

#include <expected>
#include <utility>

namespace patchbay {

// Evaluates to the value of `expression` (a std::expected), or returns its error from the
// enclosing function, whose own error type must be constructible from it.
#define TRY(...)                                                                \
  __extension__({                                                               \
    auto patchbay_try = (__VA_ARGS__);                                          \
    if (!patchbay_try) return std::unexpected(std::move(patchbay_try).error()); \
    std::move(patchbay_try).value();                                            \
  })

// The same for a std::expected<void, E>.
#define TRY_DO(...)                                                             \
  do {                                                                          \
    auto patchbay_try = (__VA_ARGS__);                                          \
    if (!patchbay_try) return std::unexpected(std::move(patchbay_try).error()); \
  } while (false)

}  // namespace patchbay
