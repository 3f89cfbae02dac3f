// Reads properties as either transport sends them: members of an object, by name.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/call.h"
#include "doors/settings.h"
#include "doors/spelling.h"
#include "wire/tree.h"

namespace patchbay::doors::everlytic {

// What was sent, in its order. Unlike the members of a document, a name may stand there twice.
using Given = wire::Object;

// Blames what it does not know, once for each name, in `call`.
class Reader {
 public:
  Reader(const Settings::Everlytic& settings, core::Call& call)
      : settings_(settings), call_(call) {}

  // The wishes of an update and of a new customer, which need different properties.
  [[nodiscard]] std::vector<core::Wish> update(const Given& given);
  [[nodiscard]] std::vector<core::Wish> create(const Given& given);

  // For members that mean nothing here: each is unknown.
  void nothing(const Given& given, const std::vector<std::string_view>& known = {});
  void unknown(std::string_view name, const std::vector<std::string_view>& known);
  void blame(std::string_view name, std::string what, int order = 0);

  // How often each name has been met. The names outlive it.
  using Met = std::map<std::string_view, int>;
  // Whether `name` is met for the first time; blamed where it is not.
  bool first(Met& met, std::string_view name);

 private:
  [[nodiscard]] std::vector<core::Wish> wishes(const Given& given);

  const Settings::Everlytic& settings_;
  core::Call& call_;
};

// What `value` wishes for at `row`.
[[nodiscard]] core::Wish wish_of(const Spelling& row, const wire::Tree& value);

[[nodiscard]] inline int order_of(const Spelling& row) {
  return static_cast<int>(row.target.field);
}

}  // namespace patchbay::doors::everlytic
