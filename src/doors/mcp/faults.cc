// One row for each kind of fault.
#include "doors/mcp/faults.h"

#include <array>

namespace patchbay::doors::mcp {
namespace {

// `is_result`: it is a result of a tool, with the advice.
struct FaultRow {
  ErrorKind kind;
  int status;
  bool is_result;
  std::string_view advice;
};
constexpr std::array kFaults = {
    // clang-format off
    FaultRow{ErrorKind::malformed,         400, true,  "The request cannot be read. Correct it as the problem says, and call the tool again."},
    FaultRow{ErrorKind::no_credentials,    401, false, "Sign in: send a bearer token, which is NAME.KEY for an API key."},
    FaultRow{ErrorKind::bad_credentials,   401, false, "The credentials are not good: look at the API key in the settings of the client."},
    FaultRow{ErrorKind::bad_token,         401, false, "The token is not good, or no longer: look at the settings of the client."},
    FaultRow{ErrorKind::too_many_requests, 429, false, "There were too many requests: wait, then try again."},
    FaultRow{ErrorKind::not_allowed_here,  403, false, "This principal may not use this door, or not from this address or page."},
    FaultRow{ErrorKind::role_denied,       403, true,  "The roles of this principal do not allow it. Do not look for another way: tell the person, who can ask an administrator. Writing here needs the role \"assistant writer\" beside one that may change customers."},
    FaultRow{ErrorKind::unknown_customer,  404, true,  "There is no such customer, or it is out of reach. Look for it with find_customers."},
    FaultRow{ErrorKind::unknown_object,    404, true,  "What the request names does not exist, or is out of reach. Check the id."},
    FaultRow{ErrorKind::own_record,        403, true,  "This cannot be done to the caller's own customer. Tell the person."},
    FaultRow{ErrorKind::version_required,  428, true,  "A version is required. Read the customer, and name its version."},
    FaultRow{ErrorKind::version_differs,   412, true,  "The customer was changed since the rehearsal, perhaps by this very change. Read it, rehearse again, and show the person what is different now."},
    FaultRow{ErrorKind::invalid,           422, true,  "Something is not valid. Correct each field that the problem names, and call the tool again."},
    FaultRow{ErrorKind::conflict,          409, true,  "It is in conflict with what there is. Read the customer, and decide with the person."},
    FaultRow{ErrorKind::plan_locked,       403, true,  "The rate plan does not allow it. Tell the person."},
    FaultRow{ErrorKind::damaged,           500, true,  "The record is damaged. Nothing was changed; tell the person to call the operator."},
    FaultRow{ErrorKind::unavailable,       503, true,  "Nothing was changed. Try again in a moment."},
    FaultRow{ErrorKind::unknown_outcome,   503, true,  "It is not known whether the change was made. Read the customer before anything else."},
    // clang-format on
};

static_assert(covers_every_kind(kFaults),
              "src/doors/mcp/faults.cc: kFaults needs a row for each of src/record/faults.def, in "
              "order");

const FaultRow& row_of(ErrorKind kind) { return kFaults[static_cast<std::size_t>(kind)]; }

}  // namespace

std::optional<RpcError> protocol_error(const Fault& fault) {
  const FaultRow& row = row_of(fault.kind);
  if (row.is_result) return std::nullopt;
  return error_of(fault.kind);
}

int status_of(ErrorKind kind) { return row_of(kind).status; }

RpcError error_of(ErrorKind kind) {
  const FaultRow& row = row_of(kind);
  return {.status = row.status, .code = row.status, .message = std::string(row.advice)};
}

std::string_view advice(ErrorKind kind) { return row_of(kind).advice; }

}  // namespace patchbay::doors::mcp
