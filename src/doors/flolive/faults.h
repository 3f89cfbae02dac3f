// The codes of failure, and which one answers which fault at which call.
#pragma once

#include <string_view>

#include "doors/flolive/calls.h"
#include "record/fault.h"

namespace patchbay::doors::flolive {

enum class ErrorCode : std::uint8_t {
  auth_1001,
  auth_1002,
  global_1001,
  global_1003,
  customer_1002,
  customer_1003,
  customer_1006,
};
struct CodeRow {
  std::string_view name;     // "AUTH_1001"
  std::string_view message;  // as documented
};
[[nodiscard]] const CodeRow& row(ErrorCode code);

struct FaultReply {
  int status;
  ErrorCode code;
  bool appends_detail;  // whether the message goes on with what is wrong
};
[[nodiscard]] FaultReply fault_reply(ErrorKind kind, Action action);

// The message that the document gives for a code; empty if it has none.
[[nodiscard]] std::string_view documented_message(std::string_view code);
// The kind of fault that a client takes a status and a code for.
[[nodiscard]] ErrorKind kind_of(int status, std::string_view code);

}  // namespace patchbay::doors::flolive
