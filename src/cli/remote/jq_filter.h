// Filters of jq over JSON, by libjq.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "cli/remote/failure.h"
#include "wire/tree.h"

namespace patchbay::app {

// The most text that a filter may give for one document.
inline constexpr std::size_t kFilteredBytesMax = std::size_t{64} << 20;
// The time of the processor and the memory that it may take, beside the stack of the thread, which
// values that are nested deeply take; the process ends with kError beyond.
inline constexpr unsigned kFilterSeconds = 10;
inline constexpr std::size_t kFilterMemoryMax = std::size_t{2} << 30;

class JqFilter {
 public:
  // The failure has the words of jq about what is wrong in the expression.
  [[nodiscard]] static Answer<std::unique_ptr<JqFilter>> compile(const std::string& expression);
  virtual ~JqFilter() = default;

  // What the filter gives for `document`: one line each, texts without quotes. `document` is JSON.
  // If the filter takes too much, the process ends with kError, and `if_ended` goes to standard
  // error.
  [[nodiscard]] virtual Answer<std::string> apply(const std::string& document,
                                                  std::string_view if_ended) = 0;
};

}  // namespace patchbay::app
