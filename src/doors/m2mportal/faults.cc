// Faults as phrases and sentences.
#include "doors/m2mportal/faults.h"

#include <algorithm>
#include <array>

#include "doors/shared/reply_decoding.h"

namespace patchbay::doors::m2mportal {
namespace {

constexpr std::string_view kContent = "Invalid Content";
constexpr std::string_view kAuthentication = "Authentication Failed";
constexpr std::string_view kPermission = "Permission Denied";
constexpr std::string_view kService = "Service Unavailable";

// `words` describe the failure if the fault itself has no text.
struct FaultRow {
  ErrorKind kind;
  std::string_view phrase;
  std::string_view words;
};
constexpr std::array kFaults = {
    // clang-format off
    FaultRow{ErrorKind::malformed,         kContent,        "the request cannot be read"},
    FaultRow{ErrorKind::no_credentials,    kAuthentication, "authentication must hold a username and a password, and neither may be empty"},
    FaultRow{ErrorKind::bad_credentials,   kAuthentication, "the username or the password is wrong, or the username is locked for now"},
    FaultRow{ErrorKind::bad_token,         kAuthentication, "the username or the password is wrong"},
    FaultRow{ErrorKind::too_many_requests, kService,        "there are too many requests; try again later"},
    FaultRow{ErrorKind::not_allowed_here,  kPermission,     "this interface is not open to you from here"},
    FaultRow{ErrorKind::role_denied,       kPermission,     "your role does not allow this"},
    FaultRow{ErrorKind::unknown_customer,  kContent,        "customer must exactly match one of your customers"},
    FaultRow{ErrorKind::unknown_object,    kContent,        "something that was referred to does not exist"},
    FaultRow{ErrorKind::own_record,        kPermission,     "you cannot change your own record here"},
    FaultRow{ErrorKind::version_required,  kContent,        "a version is required"},
    FaultRow{ErrorKind::version_differs,   kContent,        "the customer has been changed in the meantime"},
    FaultRow{ErrorKind::invalid,           kContent,        "something is not valid"},
    FaultRow{ErrorKind::conflict,          kContent,        "something is in conflict with what there is"},
    FaultRow{ErrorKind::plan_locked,       kContent,        "the rate plan does not allow this change"},
    FaultRow{ErrorKind::damaged,           kService,        "the record is damaged and cannot be read; nothing was changed, and the operator's log says more"},
    FaultRow{ErrorKind::unavailable,       kService,        "nothing was changed; try again later"},
    FaultRow{ErrorKind::unknown_outcome,   kService,        "it is not known whether the change was made"},
    // clang-format on
};

static_assert(covers_every_kind(kFaults),
              "src/doors/m2mportal/faults.cc: kFaults needs a row for each of "
              "src/record/faults.def, in order");

const FaultRow& row_of(ErrorKind kind) { return kFaults[static_cast<std::size_t>(kind)]; }

}  // namespace

std::string_view phrase_of(ErrorKind kind) { return row_of(kind).phrase; }

ErrorKind kind_of(std::string_view phrase) {
  const auto is = [&](const FaultRow& row) { return row.phrase == phrase; };
  if (std::ranges::none_of(kFaults, is)) return ErrorKind::invalid;
  return kind_where(kFaults, is);
}

std::string_view phrase_of_status(int status) { return status == 503 ? kService : kContent; }

std::string words_of(const Fault& fault) {
  // Core's names for the customer and the secret differ from this door's names.
  const bool is_named_here = fault.kind == ErrorKind::unknown_customer ||
                             fault.kind == ErrorKind::no_credentials ||
                             fault.kind == ErrorKind::bad_credentials;
  const bool has_words = !fault.problems.empty() && !is_named_here;
  return has_words ? fault.sentence() : std::string(row_of(fault.kind).words);
}

}  // namespace patchbay::doors::m2mportal
