// The tree that JSON and XML-RPC documents are read into. Numbers keep their text; no number is
// converted to a double. Objects keep the order of their members and hold each key once.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace patchbay::wire {

class Tree;
struct Null {
  bool operator==(const Null&) const = default;
};
// The text of a number in RFC 8259's grammar. XML-RPC's int, i4, i8 and double are normalised to it
// digit by digit ("+07" becomes "7").
struct Number {
  std::string text;
  bool operator==(const Number&) const = default;
};
using Array = std::vector<Tree>;
using Object = std::vector<std::pair<std::string, Tree>>;

class Tree {
 public:
  using Variant = std::variant<Null, bool, Number, std::string, Array, Object>;

  Tree() = default;
  Tree(Null) {}
  Tree(bool value) : value_(value) {}
  Tree(Number value) : value_(std::move(value)) {}
  Tree(std::int64_t value) : value_(Number{std::to_string(value)}) {}
  Tree(int value) : value_(Number{std::to_string(value)}) {}
  Tree(std::string value) : value_(std::move(value)) {}
  Tree(std::string_view value) : value_(std::string(value)) {}
  Tree(const char* value) : value_(std::string(value)) {}
  Tree(Array value);
  Tree(Object value);

  [[nodiscard]] bool is_null() const { return std::holds_alternative<Null>(value_); }
  [[nodiscard]] const bool* boolean() const { return std::get_if<bool>(&value_); }
  [[nodiscard]] const Number* number() const { return std::get_if<Number>(&value_); }
  [[nodiscard]] const std::string* text() const { return std::get_if<std::string>(&value_); }
  [[nodiscard]] const Array* array() const { return std::get_if<Array>(&value_); }
  [[nodiscard]] const Object* object() const { return std::get_if<Object>(&value_); }
  [[nodiscard]] Array* array() { return std::get_if<Array>(&value_); }
  [[nodiscard]] Object* object() { return std::get_if<Object>(&value_); }
  // The member `key` of an object; null if there is none or this is not an object.
  [[nodiscard]] const Tree* find(std::string_view key) const;
  // Sets member `key` and replaces an earlier value. This must be an object.
  Tree& set(std::string key, Tree value);
  // "null", "a boolean", "a number", "a string", "an array" or "an object", for messages.
  [[nodiscard]] std::string_view kind() const;

  bool operator==(const Tree&) const = default;

 private:
  Variant value_;
};

// A duplicate key in `members` (its later occurrence), or null.
[[nodiscard]] const std::string* repeated_key(const Object& members);

}  // namespace patchbay::wire
