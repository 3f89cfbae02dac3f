// The JSON readers that are compared, behind one interface.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "record/value/record.h"
#include "wire/json.h"

namespace patchbay::bench {

// Limits for all readers, large enough for every document that is timed.
inline constexpr wire::json::Bounds kBounds = {.depth_max = 32, .nodes_max = 2'000'000};

// What a reader says about a text without the checks that our handlers add to it.
struct Verdict {
  bool accepted = false;
  std::optional<std::size_t> offset;  // the byte at fault, if the reader reports one
};

struct JsonReader {
  std::string_view name;
  Verdict (*judge)(std::string_view text);
  // Reads a document into a tree. Returns nothing for text that wire::json::parse refuses.
  std::optional<wire::Tree> (*tree)(std::string_view text);
  // Reads a stored record. Returns nothing for text that decode_values refuses.
  std::optional<Values> (*values)(std::string_view text);
};

[[nodiscard]] JsonReader own_reader();
[[nodiscard]] JsonReader rapidjson_reader();
[[nodiscard]] JsonReader simdjson_reader();

}  // namespace patchbay::bench
