// Finds texts that hold one of many values: replies and requests that mention a person.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "record/value/value.h"

namespace patchbay::core {

// A value is also found as JSON, XML and forms write it. Looking through a text takes time in
// proportion to the text, however many values there are. Threads: any, once nothing is added.
class Mentions {
 public:
  // Shorter values stand in too many texts, and say nothing about a person by themselves.
  static constexpr std::size_t kBytesMin = 4;

  // Texts, and the cells of lists; other values are ignored.
  void add(const Value& value);
  void add_text(std::string_view text);

  [[nodiscard]] bool in(std::string_view text) const;

 private:
  void add_form(std::string text);

  std::unordered_map<std::uint32_t, std::vector<std::string>> by_beginning_;
};

}  // namespace patchbay::core
