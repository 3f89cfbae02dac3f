// JSON Pointers (RFC 6901): "/addresses/0/a~1b" names one place in a document.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "wire/tree.h"

namespace patchbay::wire {

// The steps from the whole document, which is no step at all.
struct JsonPointer {
  std::vector<std::string> steps;

  // Nothing where `text` is no pointer: it neither is empty nor begins with '/', or has a '~' that
  // neither 0 nor 1 follows.
  [[nodiscard]] static std::optional<JsonPointer> parse(std::string_view text);
  [[nodiscard]] std::string text() const;
  // Whether this names what `inner` names, or something around it.
  [[nodiscard]] bool leads_to(const JsonPointer& inner) const;

  bool operator==(const JsonPointer&) const = default;
};

// The index that `step` is, where it is one below `size`: digits without a leading zero.
[[nodiscard]] std::optional<std::size_t> index_of(std::string_view step, std::size_t size);

// One step into `tree`, or null where there is nothing.
[[nodiscard]] Tree* find_child(Tree& tree, std::string_view step);
// The first `count` steps of `pointer` into `tree`, or null where there is nothing.
[[nodiscard]] Tree* find_at(Tree& tree, const JsonPointer& pointer, std::size_t count);

}  // namespace patchbay::wire
