// Reads properties as either transport sends them: members of an object, by name.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/call/call.h"
#include "doors/settings.h"
#include "doors/shared/spelling.h"
#include "wire/tree.h"

namespace patchbay::doors::everlytic {

// The properties in the order in which they were sent. Unlike in a JSON document, a name may be
// repeated.
using GivenProperties = wire::Object;

// Reports each unknown name once, in `call`.
class PropertyReader {
 public:
  PropertyReader(const DialectSettings& settings, core::Call& call)
      : settings_(settings), call_(call) {}

  // The edits of an update and of a new customer. Each requires different properties.
  [[nodiscard]] std::vector<core::FieldEdit> update(const GivenProperties& given);
  [[nodiscard]] std::vector<core::FieldEdit> create(const GivenProperties& given);

  // Reports every member that is not in `known` as unknown.
  void expect_none(const GivenProperties& given, const std::vector<std::string_view>& known = {});
  void add_unknown(std::string_view name, const std::vector<std::string_view>& known);
  void add_problem(std::string_view name, std::string what, int order = 0);

  // How often each name was read. The names must outlive it.
  using NameCounts = std::map<std::string_view, int>;
  // Whether `name` is read for the first time. A repeated name is reported.
  bool is_first_mention(NameCounts& counts, std::string_view name);

 private:
  [[nodiscard]] std::vector<core::FieldEdit> edits(const GivenProperties& given);

  const DialectSettings& settings_;
  core::Call& call_;
};

// The edit that sets `row` to `value`.
[[nodiscard]] core::FieldEdit edit_of(const Spelling& row, const wire::Tree& value);

[[nodiscard]] inline int order_of(const Spelling& row) {
  return static_cast<int>(row.target.field);
}

}  // namespace patchbay::doors::everlytic
