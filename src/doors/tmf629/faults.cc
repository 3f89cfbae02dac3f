// Faults as statuses and sentences.
#include "doors/tmf629/faults.h"

#include <array>

namespace patchbay::doors::tmf629 {
namespace {

struct FaultRow {
  ErrorKind kind;
  int status;
  std::string_view reason;
};
constexpr std::array kFaults = {
    // clang-format off
    FaultRow{ErrorKind::malformed,          400, "the request cannot be read"},
    FaultRow{ErrorKind::no_credentials,     401, "give a bearer token, or a name and a password by HTTP Basic"},
    FaultRow{ErrorKind::bad_credentials,    401, "the name or the password is wrong"},
    FaultRow{ErrorKind::bad_token,          401, "the token is not good"},
    FaultRow{ErrorKind::too_many_requests,  429, "there are too many requests; try again later"},
    FaultRow{ErrorKind::not_allowed_here,   403, "this API is not open to you, or not from this address"},
    FaultRow{ErrorKind::role_denied,        403, "your role does not allow this"},
    FaultRow{ErrorKind::unknown_customer,   404, "the customer does not exist, or is out of your reach"},
    FaultRow{ErrorKind::unknown_object,     404, "something that was referred to does not exist"},
    FaultRow{ErrorKind::own_record,         403, "you cannot do this to your own customer"},
    FaultRow{ErrorKind::version_required,   428, "a version is required"},
    FaultRow{ErrorKind::version_differs,    412, "the customer has been changed in the meantime"},
    FaultRow{ErrorKind::invalid,            400, "something is not valid"},
    FaultRow{ErrorKind::conflict,           409, "something is in conflict with what there is"},
    FaultRow{ErrorKind::plan_locked,        403, "the rate plan does not allow this"},
    FaultRow{ErrorKind::damaged,            500, "the record is damaged and cannot be read; nothing was changed, and the operator's log says more"},
    FaultRow{ErrorKind::unavailable,        503, "nothing was changed; try again later"},
    FaultRow{ErrorKind::unknown_outcome,    503, "it is not known whether the change was made; look before trying again"},
    // clang-format on
};

static_assert(covers_every_kind(kFaults),
              "src/doors/tmf629/faults.cc: kFaults needs a row for each of src/record/faults.def, "
              "in order");

const FaultRow& row_of(ErrorKind kind) { return kFaults[static_cast<std::size_t>(kind)]; }

}  // namespace

FaultWords words_of(const Fault& fault) {
  const FaultRow& row = row_of(fault.kind);
  return {.status = row.status,
          .code = std::string(word(fault.kind)),
          .reason = std::string(row.reason),
          .message = fault.problems.empty() ? std::string() : fault.sentence()};
}

}  // namespace patchbay::doors::tmf629
