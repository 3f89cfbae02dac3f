// What the door says of each fault.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "doors/enswitch/calls.h"
#include "record/fault.h"

namespace patchbay::doors::enswitch {

// One of `responses`. `key` names a parameter, or is empty; `code` outlives the reply.
struct ReplyEntry {
  std::string_view code;
  std::string key;
  std::string message;
  bool operator==(const ReplyEntry&) const = default;
};

// An entry for each problem that answers with the code of the fault; at least one, and none twice.
[[nodiscard]] std::vector<ReplyEntry> entries_of(const Fault& fault, Action action);

// The kind of fault that a client takes a code for. A code that is not in the table is unavailable.
[[nodiscard]] ErrorKind kind_of(std::string_view code);

// With a capital and a full stop.
[[nodiscard]] std::string as_sentence(std::string_view words);

}  // namespace patchbay::doors::enswitch
