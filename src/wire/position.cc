// Counts lines and characters up to a byte.
#include "wire/position.h"

#include <algorithm>

namespace patchbay::wire {
namespace {

// Counts the bytes that begin a character. `text` need not be valid UTF-8.
std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(
      text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

}  // namespace

std::string line_and_column(std::string_view text, std::size_t offset) {
  const std::string_view before = text.substr(0, std::min(offset, text.size()));
  const auto lines = std::ranges::count(before, '\n');
  const std::size_t begin = lines == 0 ? 0 : before.rfind('\n') + 1;
  return "line " + std::to_string(lines + 1) + ", column " +
         std::to_string(characters(before.substr(begin)) + 1);
}

std::string character_at(std::string_view text, std::size_t offset) {
  return "character " +
         std::to_string(characters(text.substr(0, std::min(offset, text.size()))) + 1);
}

std::string describe_location(const ParseError& parse_error, std::string_view text) {
  const std::string path = parse_error.where.empty() ? "" : parse_error.where + ", ";
  return " at " + path + line_and_column(text, parse_error.offset);
}

}  // namespace patchbay::wire
