// How a fuzz target says that something holds for every input.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace patchbay::fuzz {

// Stops the program, and so keeps the input, where `law` does not hold.
inline void must(bool law) {
  if (!law) std::abort();
}

inline std::string_view text_of(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

}  // namespace patchbay::fuzz
