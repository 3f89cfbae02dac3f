// The tables of answers.
#include "doors/flolive/answers.h"

#include <array>

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
enum class Column : std::uint8_t { sign_in, refresh, amend, create, read, status };
constexpr std::size_t kColumns = 6;

constexpr Column column_of(Ask ask) {
  switch (ask) {
    case Ask::sign_in:
      return Column::sign_in;
    case Ask::refresh:
      return Column::refresh;
    case Ask::amend:
      return Column::amend;
    case Ask::create:
      return Column::create;
    case Ask::get:
    case Ask::children:
      return Column::read;
    case Ask::status:
    case Ask::status_with_id:
      return Column::status;
  }
  return Column::amend;
}

struct Row {
  Wrong wrong;
  int status;
  std::array<Code, kColumns> codes;
};

using enum Code;
constexpr std::array kRows = {
    // clang-format off
    //  fault                      status  sign in      refresh      PATCH          POST           GET            request status
    Row{Wrong::malformed,          400,   {auth_1001,   auth_1002,   customer_1003, customer_1003, customer_1006, global_1003}},
    Row{Wrong::no_credentials,     401,   {auth_1001,   auth_1002,   auth_1002,     auth_1002,     auth_1002,     auth_1002}},
    Row{Wrong::bad_credentials,    401,   {auth_1001,   auth_1002,   auth_1002,     auth_1002,     auth_1002,     auth_1002}},
    Row{Wrong::bad_token,          401,   {auth_1001,   auth_1002,   auth_1002,     auth_1002,     auth_1002,     auth_1002}},
    Row{Wrong::too_many_requests,  429,   {global_1001, global_1001, global_1001,   global_1001,   global_1001,   global_1001}},
    Row{Wrong::not_allowed_here,   403,   {auth_1001,   auth_1002,   customer_1003, customer_1003, customer_1006, global_1003}},
    Row{Wrong::role_denied,        403,   {auth_1001,   auth_1002,   customer_1003, customer_1003, customer_1006, global_1003}},
    Row{Wrong::unknown_customer,   404,   {auth_1001,   auth_1002,   customer_1002, customer_1003, customer_1002, customer_1002}},
    Row{Wrong::unknown_thing,      404,   {auth_1001,   auth_1002,   customer_1003, customer_1003, customer_1006, global_1003}},
    Row{Wrong::own_record,         403,   {auth_1001,   auth_1002,   customer_1003, customer_1003, customer_1006, global_1003}},
    Row{Wrong::version_required,   428,   {auth_1001,   auth_1002,   customer_1003, customer_1003, customer_1006, global_1003}},
    Row{Wrong::version_differs,    412,   {auth_1001,   auth_1002,   customer_1003, customer_1003, customer_1006, global_1003}},
    Row{Wrong::invalid,            400,   {auth_1001,   auth_1002,   customer_1003, customer_1003, customer_1006, global_1003}},
    Row{Wrong::conflict,           400,   {auth_1001,   auth_1002,   customer_1003, customer_1003, customer_1006, global_1003}},
    Row{Wrong::plan_locked,        400,   {auth_1001,   auth_1002,   customer_1003, customer_1003, customer_1006, global_1003}},
    Row{Wrong::damaged,            500,   {global_1001, global_1001, customer_1003, customer_1003, customer_1006, customer_1006}},
    Row{Wrong::unavailable,        503,   {global_1001, global_1001, global_1001,   global_1001,   global_1001,   global_1001}},
    Row{Wrong::unknown_outcome,    503,   {global_1001, global_1001, global_1001,   global_1001,   global_1001,   global_1001}},
    // clang-format on
};

consteval bool answers_everything() {
  for (std::size_t i = 0; i < kRows.size(); ++i)
    if (kRows[i].wrong != static_cast<Wrong>(i)) return false;
  return kRows.size() == kWrongs;
}
static_assert(answers_everything(), "flolive has no answer for some fault");

// Whether the documented message of `code` is all there is to say of `wrong`.
constexpr bool says_all(Code code, Wrong wrong) {
  switch (code) {
    case auth_1001:
    case auth_1002:
      return wrong == Wrong::no_credentials || wrong == Wrong::bad_credentials ||
             wrong == Wrong::bad_token;
    case global_1001:
      return wrong == Wrong::unavailable;
    case global_1003:
      return wrong == Wrong::unknown_thing;
    case customer_1002:
      return true;
    case customer_1003:
    case customer_1006:
      return false;
  }
  return false;
}

}  // namespace

const CodeRow& row(Code code) { return kCodes[static_cast<std::size_t>(code)]; }

Answer answer(Wrong wrong, Ask ask) {
  const Row& row = kRows[static_cast<std::size_t>(wrong)];
  const Code code = row.codes[static_cast<std::size_t>(column_of(ask))];
  return {row.status, code, !says_all(code, wrong)};
}

}  // namespace patchbay::doors::flolive
