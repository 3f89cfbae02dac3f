// How a fuzz target says that something holds for every input.
#pragma once

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <source_location>
#include <string_view>

namespace patchbay::fuzz {

// Stops the program, and so keeps the input, where `law` does not hold. Prints the line first.
inline void must(bool law, std::source_location where = std::source_location::current()) {
  if (law) return;
  std::fprintf(stderr, "%s:%u: the law does not hold\n", where.file_name(),
               static_cast<unsigned>(where.line()));
  std::abort();
}

inline std::string_view text_of(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

}  // namespace patchbay::fuzz
