// What the door says of each fault: a phrase, and a sentence.
#pragma once

#include <string>
#include <string_view>

#include "record/fault.h"

namespace patchbay::doors::m2mportal {

// The value of <api-outcome>.
[[nodiscard]] std::string_view phrase_of(ErrorKind kind);
// The kind of fault that a client takes a phrase for. A phrase that is not in the table is about
// what was sent.
[[nodiscard]] ErrorKind kind_of(std::string_view phrase);
// The same where the request was refused with an HTTP status, before its command was read.
[[nodiscard]] std::string_view phrase_of_status(int status);
// The value of <error-description>: every problem in the caller's spelling, or the door's own
// words.
[[nodiscard]] std::string words_of(const Fault& fault);

}  // namespace patchbay::doors::m2mportal
