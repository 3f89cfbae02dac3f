// What the client halves share about lists: conditions that a dialect does not have.
#pragma once

#include "doors/client.h"
#include "doors/shared/reply_decoding.h"

namespace patchbay::doors {

[[nodiscard]] inline Loss lost_condition(std::string_view what) {
  return make_loss(LossKind::no_option, "", std::nullopt, what);
}

// A filter by the value of a field.
[[nodiscard]] inline Loss lost_filter(const Match& match) {
  return make_loss(LossKind::no_option, record_path(match.target), std::nullopt,
                   "lists cannot be filtered by this field");
}

}  // namespace patchbay::doors
