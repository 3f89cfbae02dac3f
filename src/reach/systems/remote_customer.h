// A customer as an outside system holds it, in the words of the record.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "doors/client.h"
#include "record/value/record.h"

namespace patchbay::reach {

// A field that a system shows. `target` is the shape in which it does.
struct ShownField {
  std::string name;  // field_name.h
  Target target;
  std::optional<Value> value;  // nothing if it is empty there
};

struct RemoteCustomer {
  core::Subject subject;  // as the dialect names it
  // What the system shows, with the ids that its parts have there: an update names them by it.
  Record record{};
  std::vector<ShownField> fields{};
  // Whether the dialect can be asked for a customer. If not, `fields` is empty, and nothing is
  // known.
  bool is_readable = true;

  [[nodiscard]] const ShownField* find(std::string_view name) const;
};

// Parts that neither a type nor the primary mark names are left out.
[[nodiscard]] RemoteCustomer to_remote(const doors::ShownCustomer& shown);

}  // namespace patchbay::reach
