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
enum class Column : std::uint8_t { sign_in, refresh, write, read, status };
constexpr std::size_t kColumns = 5;

constexpr Column column_of(Ask ask) {
  switch (ask) {
    case Ask::sign_in:
      return Column::sign_in;
    case Ask::refresh:
      return Column::refresh;
    case Ask::amend:
    case Ask::create:
      return Column::write;
    case Ask::get:
    case Ask::children:
      return Column::read;
    case Ask::status:
    case Ask::status_with_id:
      return Column::status;
  }
  return Column::write;
}

enum class Says : std::uint8_t { as_documented, and_what };

struct Row {
  Wrong wrong;
  int status;
  Says says;
  std::array<Code, kColumns> codes;
};

using enum Code;
using enum Says;
constexpr std::array kRows = {
    // clang-format off
    //  fault                      status  message        sign in       refresh       PATCH, POST    GET            request status
    Row{Wrong::malformed,          400,    and_what,      {auth_1001,   auth_1002,   customer_1003, customer_1006, global_1003}},
    Row{Wrong::no_credentials,     401,    as_documented, {auth_1001,   auth_1002,   auth_1002,     auth_1002,     auth_1002}},
    Row{Wrong::bad_credentials,    401,    as_documented, {auth_1001,   auth_1002,   auth_1002,     auth_1002,     auth_1002}},
    Row{Wrong::bad_token,          401,    as_documented, {auth_1001,   auth_1002,   auth_1002,     auth_1002,     auth_1002}},
    Row{Wrong::too_many_requests,  429,    and_what,      {global_1001, global_1001, global_1001,   global_1001,   global_1001}},
    Row{Wrong::not_allowed_here,   403,    and_what,      {auth_1001,   auth_1002,   customer_1003, customer_1006, global_1003}},
    Row{Wrong::role_denied,        403,    and_what,      {auth_1001,   auth_1002,   customer_1003, customer_1006, global_1003}},
    Row{Wrong::unknown_customer,   404,    as_documented, {auth_1001,   auth_1002,   customer_1002, customer_1002, customer_1002}},
    Row{Wrong::unknown_thing,      404,    as_documented, {auth_1001,   auth_1002,   customer_1003, customer_1006, global_1003}},
    Row{Wrong::own_record,         403,    and_what,      {auth_1001,   auth_1002,   customer_1003, customer_1006, global_1003}},
    Row{Wrong::version_required,   400,    and_what,      {auth_1001,   auth_1002,   customer_1003, customer_1006, global_1003}},
    Row{Wrong::version_differs,    409,    and_what,      {auth_1001,   auth_1002,   customer_1003, customer_1006, global_1003}},
    Row{Wrong::invalid,            400,    and_what,      {auth_1001,   auth_1002,   customer_1003, customer_1006, global_1003}},
    Row{Wrong::conflict,           400,    and_what,      {auth_1001,   auth_1002,   customer_1003, customer_1006, global_1003}},
    Row{Wrong::plan_locked,        400,    and_what,      {auth_1001,   auth_1002,   customer_1003, customer_1006, global_1003}},
    Row{Wrong::unavailable,        503,    as_documented, {global_1001, global_1001, global_1001,   global_1001,   global_1001}},
    Row{Wrong::unknown_outcome,    503,    and_what,      {global_1001, global_1001, global_1001,   global_1001,   global_1001}},
    // clang-format on
};

consteval bool answers_everything() {
  for (std::size_t i = 0; i < kRows.size(); ++i)
    if (kRows[i].wrong != static_cast<Wrong>(i)) return false;
  return kRows.size() == kWrongs;
}
static_assert(answers_everything(), "flolive has no answer for some fault");

}  // namespace

const CodeRow& row(Code code) { return kCodes[static_cast<std::size_t>(code)]; }

Answer answer(Wrong wrong, Ask ask) {
  const Row& row = kRows[static_cast<std::size_t>(wrong)];
  return {row.status, row.codes[static_cast<std::size_t>(column_of(ask))], row.says == and_what};
}

}  // namespace patchbay::doors::flolive
