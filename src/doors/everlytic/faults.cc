// Faults as statuses, codes and messages.
#include "doors/everlytic/faults.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "doors/shared/reply_decoding.h"

namespace patchbay::doors::everlytic {
namespace {

// A conflict is bad data with a separate code. `words` are used if the problem is not about a
// field.
struct FaultRow {
  ErrorKind kind;
  FaultCodes fault_codes;
  std::string_view words;
};
constexpr std::array kFaults = {
    // clang-format off
    FaultRow{ErrorKind::malformed,         {400, 10400}, "the request cannot be read"},
    FaultRow{ErrorKind::no_credentials,    {401, 10401}, "give a user name and an API key by HTTP Basic"},
    FaultRow{ErrorKind::bad_credentials,   {401, 10401}, "the user name or the API key is wrong"},
    FaultRow{ErrorKind::bad_token,         {401, 10401}, "the user name or the API key is wrong"},
    FaultRow{ErrorKind::too_many_requests, {429, 10429}, "there are too many requests; try again later"},
    FaultRow{ErrorKind::not_allowed_here,  {403, 10403}, "this API is not open to you, or not from this address"},
    FaultRow{ErrorKind::role_denied,       {403, 10403}, "your role does not allow this"},
    FaultRow{ErrorKind::unknown_customer,  {404, 10404}, "the customer does not exist, or is out of your reach"},
    FaultRow{ErrorKind::unknown_object,    {404, 10404}, "something that was referred to does not exist"},
    FaultRow{ErrorKind::own_record,        {403, 10403}, "you cannot do this to your own customer"},
    FaultRow{ErrorKind::version_required,  {428, 10400}, "a version is required"},
    FaultRow{ErrorKind::version_differs,   {412, 10409}, "the customer has been changed in the meantime"},
    FaultRow{ErrorKind::invalid,           {400, 10400}, "something is not valid"},
    FaultRow{ErrorKind::conflict,          {400, 10409}, "something is in conflict with what there is"},
    FaultRow{ErrorKind::plan_locked,       {403, 10403}, "the rate plan does not allow this"},
    FaultRow{ErrorKind::damaged,           {500, 10500}, "the record is damaged and cannot be read; nothing was changed, and the operator's log says more"},
    FaultRow{ErrorKind::unavailable,       {503, 10503}, "nothing was changed; try again later"},
    FaultRow{ErrorKind::unknown_outcome,   {503, 10503}, "it is not known whether the change was made; look before trying again"},
    // clang-format on
};

static_assert(covers_every_kind(kFaults),
              "src/doors/everlytic/faults.cc: kFaults needs a row for each of "
              "src/record/faults.def, in order");

const FaultRow& row_of(ErrorKind kind) { return kFaults[static_cast<std::size_t>(kind)]; }

std::string words_of(const Problem& problem) {
  if (!problem.field.empty()) return problem.field + ' ' + problem.what;
  // The text of these kinds comes from the fault: what cannot be parsed, from where the caller may
  // not call, and which request id to look up. For all other kinds this door has its own text.
  const bool is_known_elsewhere = problem.kind == ErrorKind::malformed ||
                                  problem.kind == ErrorKind::not_allowed_here ||
                                  problem.kind == ErrorKind::unknown_outcome;
  if (is_known_elsewhere && !problem.what.empty()) return problem.what;
  return std::string(row_of(problem.kind).words);
}

}  // namespace

FaultCodes fault_codes(const Fault& fault) { return row_of(fault.kind).fault_codes; }

ErrorKind kind_of(int status, int code) {
  const auto same_code = [&](const FaultRow& row) { return row.fault_codes.code == code; };
  const auto both = [&](const FaultRow& row) {
    return same_code(row) && row.fault_codes.status == status;
  };
  // The faults of XML-RPC itself are about what was sent.
  if (code < 0) return ErrorKind::malformed;
  if (std::ranges::any_of(kFaults, both)) return kind_where(kFaults, both);
  return kind_where(kFaults, same_code);
}

std::string message_of(const Fault& fault) {
  if (fault.problems.empty()) return std::string(row_of(fault.kind).words);
  std::vector<std::string> pieces;
  for (const Problem& problem : fault.problems) pieces.push_back(words_of(problem));
  if (fault.more > 0) pieces.push_back("and " + std::to_string(fault.more) + " more");
  return join(pieces, "; ");
}

}  // namespace patchbay::doors::everlytic
