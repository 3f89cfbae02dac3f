// Compares numbers digit by digit, and containers in almost linear time.
#include "wire/tree_compare.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "wire/text_scanner.h"

namespace patchbay::wire {
namespace {

// A number as 0.DIGITS times ten to the power `point`. The digits have no zeros at either end.
struct Digits {
  bool negative = false;
  std::string digits;
  std::int64_t point = 0;
  bool operator==(const Digits&) const = default;
};

// Nothing if the exponent is too long to compute with.
std::optional<Digits> digits_of(const std::string& text) {
  TextScanner scan(text);
  Digits out;
  out.negative = scan.accept('-');
  out.digits = scan.take_digits();
  const std::size_t whole = out.digits.size();
  if (scan.accept('.')) out.digits += scan.take_digits();
  std::int64_t exponent = 0;
  if (scan.accept('e') || scan.accept('E')) {
    (void)scan.accept('+');
    const std::string_view written = scan.rest();
    constexpr std::size_t kExponentLettersMax = 18;
    if (written.size() > kExponentLettersMax) return std::nullopt;
    std::from_chars(written.data(), written.data() + written.size(), exponent);
  }
  const std::size_t zeros = std::min(out.digits.find_first_not_of('0'), out.digits.size());
  out.digits.erase(0, zeros);
  out.digits.erase(out.digits.find_last_not_of('0') + 1);
  if (out.digits.empty()) return Digits{};
  out.point = exponent + static_cast<std::int64_t>(whole) - static_cast<std::int64_t>(zeros);
  return out;
}

bool same_number(const std::string& one, const std::string& other) {
  if (one == other) return true;
  const auto a = digits_of(one);
  return a && a == digits_of(other);
}

// The members sorted by key, so that two objects are compared in one pass.
std::vector<const Object::value_type*> sorted(const Object& members) {
  std::vector<const Object::value_type*> out;
  out.reserve(members.size());
  for (const auto& member : members) out.push_back(&member);
  std::ranges::sort(out, {}, [](const auto* member) -> const auto& { return member->first; });
  return out;
}

}  // namespace

bool same_value(const Tree& one, const Tree& other) {
  if (one.number() && other.number()) return same_number(one.number()->text, other.number()->text);
  if (one.array() && other.array())
    return std::ranges::equal(*one.array(), *other.array(), same_value);
  if (!one.object() || !other.object()) return one == other;
  if (one.object()->size() != other.object()->size()) return false;
  return std::ranges::equal(sorted(*one.object()), sorted(*other.object()),
                            [](const auto* a, const auto* b) {
                              return a->first == b->first && same_value(a->second, b->second);
                            });
}

TreeSize size_of_tree(const Tree& tree) {
  TreeSize out{.nodes = 1};
  const auto count = [&](const Tree& inner) {
    const TreeSize each = size_of_tree(inner);
    out.nodes += each.nodes;
    out.depth = std::max(out.depth, each.depth);
  };
  if (const Array* items = tree.array())
    for (const Tree& item : *items) count(item);
  if (const Object* members = tree.object())
    for (const auto& member : *members) count(member.second);
  ++out.depth;
  return out;
}

}  // namespace patchbay::wire
