// What a handler of another reader needs to make values from a stored record.
#pragma once

#include <optional>
#include <string_view>

#include "record/field/field.h"

namespace patchbay::bench {

// The JSON form in which the values of a field are stored.
enum class Stored { whole, decimal, flag, list, text };
[[nodiscard]] Stored stored_as(Field field);

// Finds fields by their keys as the codec does: the search starts after the last field found.
class FieldFinder {
 public:
  [[nodiscard]] std::optional<Field> find(Section section, std::string_view key);

 private:
  std::size_t next_ = 0;
};

}  // namespace patchbay::bench
