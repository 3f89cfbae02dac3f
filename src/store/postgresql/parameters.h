// Arguments in the form that libpq takes.
#pragma once

#include <array>
#include <span>
#include <vector>

#include "store/sql/engine/driver.h"

namespace patchbay::store::postgresql {

// The arguments must outlive this object.
class Parameters {
 public:
  explicit Parameters(std::span<const sql::Argument> arguments);

  [[nodiscard]] int count() const { return static_cast<int>(values_.size()); }
  [[nodiscard]] const char* const* values() const { return values_.data(); }
  [[nodiscard]] const int* lengths() const { return lengths_.data(); }
  [[nodiscard]] const int* formats() const { return formats_.data(); }

 private:
  void add(const char* value, std::size_t length, int format);

  std::vector<std::array<char, 24>> wholes_;
  std::vector<const char*> values_;
  std::vector<int> lengths_;
  std::vector<int> formats_;
};

}  // namespace patchbay::store::postgresql
