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

// What was sent, in its order. Unlike the members of a document, a name may stand there twice.
using GivenProperties = wire::Object;

// Blames what it does not know, once for each name, in `call`.
class PropertyReader {
 public:
  PropertyReader(const Settings::Everlytic& settings, core::Call& call)
      : settings_(settings), call_(call) {}

  // The edits of an update and of a new customer, which need different properties.
  [[nodiscard]] std::vector<core::FieldEdit> update(const GivenProperties& given);
  [[nodiscard]] std::vector<core::FieldEdit> create(const GivenProperties& given);

  // For members that mean nothing here: each is unknown.
  void expect_none(const GivenProperties& given, const std::vector<std::string_view>& known = {});
  void add_unknown(std::string_view name, const std::vector<std::string_view>& known);
  void add_problem(std::string_view name, std::string what, int order = 0);

  // How often each name has been met. The names outlive it.
  using NameCounts = std::map<std::string_view, int>;
  // Whether `name` is met for the first time; blamed where it is not.
  bool is_first_mention(NameCounts& counts, std::string_view name);

 private:
  [[nodiscard]] std::vector<core::FieldEdit> edits(const GivenProperties& given);

  const Settings::Everlytic& settings_;
  core::Call& call_;
};

// What `value` edits for at `row`.
[[nodiscard]] core::FieldEdit edit_of(const Spelling& row, const wire::Tree& value);

[[nodiscard]] inline int order_of(const Spelling& row) {
  return static_cast<int>(row.target.field);
}

}  // namespace patchbay::doors::everlytic
