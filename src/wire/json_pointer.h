// JSON Pointers (RFC 6901): "/addresses/0/a~1b" names one value in a document.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "wire/tree.h"

namespace patchbay::wire {

// The steps from the root. No steps name the whole document.
struct JsonPointer {
  std::vector<std::string> steps;

  // Nothing if `text` is not a pointer: it is not empty and does not begin with '/', or it has a
  // '~' that is not followed by 0 or 1.
  [[nodiscard]] static std::optional<JsonPointer> parse(std::string_view text);
  [[nodiscard]] std::string text() const;
  // Whether this pointer names what `inner` names, or a value that contains it.
  [[nodiscard]] bool leads_to(const JsonPointer& inner) const;

  bool operator==(const JsonPointer&) const = default;
};

// `step` as an array index: digits without a leading zero, below `size`. Nothing otherwise.
[[nodiscard]] std::optional<std::size_t> index_of(std::string_view step, std::size_t size);

// Follows one step into `tree`; null if there is no such value.
[[nodiscard]] Tree* find_child(Tree& tree, std::string_view step);
// Follows the first `count` steps of `pointer` into `tree`; null if there is no such value.
[[nodiscard]] Tree* find_at(Tree& tree, const JsonPointer& pointer, std::size_t count);

}  // namespace patchbay::wire
