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

}  // namespace patchbay::doors::flolive
