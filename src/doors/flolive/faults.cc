// The tables of answers.
#include "doors/flolive/faults.h"

#include <algorithm>
#include <array>

#include "doors/shared/reply_decoding.h"

namespace patchbay::doors::flolive {
namespace {

constexpr CodeRow kCodes[] = {
    {"AUTH_1001", "Invalid credentials"},
    {"AUTH_1002", "Invalid token"},
    {"GLOBAL_1001", "Service unavailable. Please try again"},
    {"GLOBAL_1003", "Provided request ID does not exist for your account."},
    {"CUSTOMER_1002", "Customer does not exist"},
    {"CUSTOMER_1003", "Failed to update customer details"},
    {"CUSTOMER_1006", "Failed to retrieve customer details"},
};

// Calls that fail alike, as the columns below.
enum class Column : std::uint8_t { sign_in, refresh, update, create, read, status };
constexpr std::size_t kColumns = 6;

constexpr Column column_of(Action action) {
  switch (action) {
    case Action::sign_in:
      return Column::sign_in;
    case Action::refresh:
      return Column::refresh;
    case Action::update:
      return Column::update;
    case Action::create:
      return Column::create;
    case Action::get:
    case Action::children:
      return Column::read;
    case Action::status:
    case Action::status_with_id:
      return Column::status;
  }
  return Column::update;
}

struct FaultRow {
  ErrorKind kind;
  int status;
  std::array<ErrorCode, kColumns> codes;
};

using enum ErrorCode;
constexpr std::array kFaults = {
    // clang-format off
    //  fault                      status  sign in      refresh      PATCH          POST           GET            request status
    FaultRow{ErrorKind::malformed,          400,   {auth_1001,   auth_1002,   customer_1003, customer_1003, customer_1006, global_1003}},
    FaultRow{ErrorKind::no_credentials,     401,   {auth_1001,   auth_1002,   auth_1002,     auth_1002,     auth_1002,     auth_1002}},
    FaultRow{ErrorKind::bad_credentials,    401,   {auth_1001,   auth_1002,   auth_1002,     auth_1002,     auth_1002,     auth_1002}},
    FaultRow{ErrorKind::bad_token,          401,   {auth_1001,   auth_1002,   auth_1002,     auth_1002,     auth_1002,     auth_1002}},
    FaultRow{ErrorKind::too_many_requests,  429,   {global_1001, global_1001, global_1001,   global_1001,   global_1001,   global_1001}},
    FaultRow{ErrorKind::not_allowed_here,   403,   {auth_1001,   auth_1002,   customer_1003, customer_1003, customer_1006, global_1003}},
    FaultRow{ErrorKind::role_denied,        403,   {auth_1001,   auth_1002,   customer_1003, customer_1003, customer_1006, global_1003}},
    FaultRow{ErrorKind::unknown_customer,   404,   {auth_1001,   auth_1002,   customer_1002, customer_1003, customer_1002, customer_1002}},
    FaultRow{ErrorKind::unknown_object,     404,   {auth_1001,   auth_1002,   customer_1003, customer_1003, customer_1006, global_1003}},
    FaultRow{ErrorKind::own_record,         403,   {auth_1001,   auth_1002,   customer_1003, customer_1003, customer_1006, global_1003}},
    FaultRow{ErrorKind::version_required,   428,   {auth_1001,   auth_1002,   customer_1003, customer_1003, customer_1006, global_1003}},
    FaultRow{ErrorKind::version_differs,    412,   {auth_1001,   auth_1002,   customer_1003, customer_1003, customer_1006, global_1003}},
    FaultRow{ErrorKind::invalid,            400,   {auth_1001,   auth_1002,   customer_1003, customer_1003, customer_1006, global_1003}},
    FaultRow{ErrorKind::conflict,           400,   {auth_1001,   auth_1002,   customer_1003, customer_1003, customer_1006, global_1003}},
    FaultRow{ErrorKind::plan_locked,        400,   {auth_1001,   auth_1002,   customer_1003, customer_1003, customer_1006, global_1003}},
    FaultRow{ErrorKind::damaged,            500,   {global_1001, global_1001, customer_1003, customer_1003, customer_1006, customer_1006}},
    FaultRow{ErrorKind::unavailable,        503,   {global_1001, global_1001, global_1001,   global_1001,   global_1001,   global_1001}},
    FaultRow{ErrorKind::unknown_outcome,    503,   {global_1001, global_1001, global_1001,   global_1001,   global_1001,   global_1001}},
    // clang-format on
};

static_assert(covers_every_kind(kFaults),
              "src/doors/flolive/faults.cc: kFaults needs a row for each of "
              "src/record/faults.def, in order");

// Whether the documented message of `code` is all there is to say of `wrong`.
constexpr bool message_says_all(ErrorCode code, ErrorKind kind) {
  switch (code) {
    case auth_1001:
    case auth_1002:
      return kind == ErrorKind::no_credentials || kind == ErrorKind::bad_credentials ||
             kind == ErrorKind::bad_token;
    case global_1001:
      return kind == ErrorKind::unavailable;
    case global_1003:
      return kind == ErrorKind::unknown_object;
    case customer_1002:
      return true;
    case customer_1003:
    case customer_1006:
      return false;
  }
  return false;
}

}  // namespace

std::string_view documented_message(std::string_view code) {
  const auto* found = std::ranges::find(kCodes, code, &CodeRow::name);
  return found == std::end(kCodes) ? std::string_view() : found->message;
}

ErrorKind kind_of(int status, std::string_view code) {
  const auto has_code = [&](const FaultRow& each) {
    return std::ranges::any_of(each.codes, [&](ErrorCode one) { return row(one).name == code; });
  };
  const auto both = [&](const FaultRow& each) { return each.status == status && has_code(each); };
  if (std::ranges::any_of(kFaults, both)) return kind_where(kFaults, both);
  return kind_where(kFaults, has_code);
}

const CodeRow& row(ErrorCode code) { return kCodes[static_cast<std::size_t>(code)]; }

FaultReply fault_reply(ErrorKind kind, Action action) {
  const FaultRow& row = kFaults[static_cast<std::size_t>(kind)];
  const ErrorCode code = row.codes[static_cast<std::size_t>(column_of(action))];
  return {row.status, code, !message_says_all(code, kind)};
}

}  // namespace patchbay::doors::flolive
