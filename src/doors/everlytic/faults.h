// What the door says of each fault.
#pragma once

#include <string>

#include "record/fault.h"

namespace patchbay::doors::everlytic {

struct FaultCodes {
  int status;  // of REST
  int code;    // of REST, as text, and of XML-RPC
};
[[nodiscard]] FaultCodes fault_codes(const Fault& fault);

// The kind of fault that a client takes a status and a code for. Status 0: only the code is known.
[[nodiscard]] ErrorKind kind_of(int status, int code);

// Every problem, in the caller's spelling: "name cannot be empty; country must be …".
[[nodiscard]] std::string message_of(const Fault& fault);

// The code of what is refused with an HTTP status: "10404".
[[nodiscard]] inline int code_of(int status) { return 10000 + status; }

}  // namespace patchbay::doors::everlytic
