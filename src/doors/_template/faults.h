// What the door says of each fault.
#pragma once

#include <string>

#include "record/fault.h"

namespace patchbay::doors::template_dialect {

[[nodiscard]] int status_of(ErrorKind kind);
// The kind of fault that a client takes a status for.
[[nodiscard]] ErrorKind kind_of(int status);
// Every problem in the caller's spelling, or the door's own words.
[[nodiscard]] std::string words_of(const Fault& fault);

}  // namespace patchbay::doors::template_dialect
