// The arguments of a tool, read one by one.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "record/fault.h"
#include "wire/form.h"
#include "wire/tree.h"

namespace patchbay::doors::mcp {

class Arguments {
 public:
  // `given` must outlive this.
  explicit Arguments(const wire::Object& given) : given_(given) {}

  // The argument, or null.
  const wire::Tree* find(std::string_view name);
  // A string, or a number as its text.
  std::optional<std::string> text(std::string_view name);
  // The same; without it a problem and an empty text.
  std::string needed(std::string_view name);
  // An object; without it a problem and an empty object.
  wire::Object needed_object(std::string_view name);
  // The arguments that remain, as a query string: "?limit=5&…", or nothing.
  std::string rest_as_query();
  // The same as an object.
  wire::Object rest();
  void refuse(std::string_view name, std::string what);
  // Refuses the arguments that remain. The fault of all problems, or nothing.
  [[nodiscard]] std::optional<Fault> finish();

 private:
  [[nodiscard]] bool is_read(std::string_view name) const;

  const wire::Object& given_;
  std::vector<std::string> read_;
  std::vector<Problem> problems_;
};

// `tree` as JSON with the members of every object in the order of their names, so that the same
// change always has the same text.
[[nodiscard]] std::string canonical(const wire::Tree& tree);

}  // namespace patchbay::doors::mcp
