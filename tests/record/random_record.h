// Random values that their fields admit, the same for the same seed.
#pragma once

#include <random>

#include "record/value/record.h"

namespace patchbay {

class RandomRecord {
 public:
  explicit RandomRecord(unsigned seed) : engine_(seed) {}

  // A value that `field` admits; of a secret field, sealed.
  Value value(Field field);
  // About half of the customer's fields, and up to three addresses and contacts.
  Values values();
  // `values` with some set, some cleared, some added.
  Values changed(Values values);
  // Up to `length_max` code points, at least one, of any kind but U+0000.
  std::string text(std::size_t length_max);
  std::int64_t from(std::int64_t low, std::int64_t high) {
    return std::uniform_int_distribution(low, high)(engine_);
  }
  bool flip() { return from(0, 1) == 1; }

 private:
  std::string digits(std::int64_t count);
  std::string card();
  List rows(const ValueRule& rule);
  void add_parts(Values& values, Section section);

  std::mt19937 engine_;
};

}  // namespace patchbay
