// The result of a reader as one line of text, for tables of tests.
#pragma once

#include <expected>
#include <string>

#include "base/parse_error.h"
#include "wire/form.h"
#include "wire/json.h"
#include "wire/tree.h"

namespace patchbay::wire {

inline std::string describe(const ParseError& parse_error) {
  const std::string where = parse_error.where.empty() ? "" : " at " + parse_error.where;
  return "refused" + where + ": " + parse_error.what;
}

inline std::string describe(const Tree& tree) { return json::write(tree); }
inline std::string describe(const std::string& text) { return text; }

// `[a=1][b=]`
inline std::string describe(const form::Pairs& pairs) {
  std::string out;
  for (const auto& [key, value] : pairs) out += '[' + key + '=' + value + ']';
  return out;
}

template <typename T>
std::string describe(const std::expected<T, ParseError>& answer) {
  return answer ? describe(*answer) : describe(answer.error());
}

}  // namespace patchbay::wire
