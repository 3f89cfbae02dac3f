// Random values that their fields allow, repeatable by seed.
#pragma once

#include <random>

#include "record/value/record.h"

namespace patchbay {

class RandomRecord {
 public:
  explicit RandomRecord(unsigned seed) : engine_(seed) {}

  // Returns a value that `field` allows; for a secret field, a sealed one.
  Value value(Field field);
  // Returns about half of the customer's fields, and up to three addresses and contacts.
  Values values();
  // Returns `values` with some set, some cleared and some added.
  Values changed(Values values);
  // Returns 1 to `length_max` code points of any kind except U+0000.
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
