// The trace of a run: a hash over every event, by which two runs are compared.
#pragma once

#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>

namespace patchbay::simulation {

class Trace {
 public:
  // Prints each event if `prints` is set.
  explicit Trace(bool prints = false) : prints_(prints) {}

  // `what` is a literal. Numbers must be the same in every run of the same seed, so addresses are
  // not allowed.
  void event(std::string_view what, std::uint64_t first = 0, std::uint64_t second = 0) {
    add(what);
    add(first);
    add(second);
    ++events_;
    if (prints_)
      std::printf("%8llu %.*s %llu %llu\n", static_cast<unsigned long long>(events_),
                  static_cast<int>(what.size()), what.data(),
                  static_cast<unsigned long long>(first), static_cast<unsigned long long>(second));
  }
  // An event with a text of its own.
  void text(std::string_view what) {
    add(what);
    ++events_;
    if (prints_)
      std::printf("%8llu %.*s\n", static_cast<unsigned long long>(events_),
                  static_cast<int>(what.size()), what.data());
  }

  [[nodiscard]] std::uint64_t hash() const { return hash_; }
  [[nodiscard]] std::uint64_t events() const { return events_; }

 private:
  void add(std::uint64_t word) {
    hash_ = (hash_ ^ word) * 0x9fb21c651e98df25U;
    hash_ ^= hash_ >> 28;
  }
  void add(std::string_view bytes) {
    std::uint64_t word = bytes.size();
    for (const char each : bytes) word = word * 0x100000001b3U + static_cast<unsigned char>(each);
    add(word);
  }

  const bool prints_;
  std::uint64_t hash_ = 0x243f6a8885a308d3U;
  std::uint64_t events_ = 0;
};

}  // namespace patchbay::simulation
