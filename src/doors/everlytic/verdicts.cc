// Faults as statuses, codes and messages.
#include "doors/everlytic/verdicts.h"

#include <array>

#include "base/text.h"

namespace patchbay::doors::everlytic {
namespace {

// A conflict is bad data with a code of its own. `words` stand where no field is to blame.
struct Row {
  Wrong wrong;
  Verdict verdict;
  std::string_view words;
};
constexpr std::array kRows = {
    // clang-format off
    Row{Wrong::malformed,         {400, 10400}, "the request cannot be read"},
    Row{Wrong::no_credentials,    {401, 10401}, "give a user name and an API key by HTTP Basic"},
    Row{Wrong::bad_credentials,   {401, 10401}, "the user name or the API key is wrong"},
    Row{Wrong::bad_token,         {401, 10401}, "the user name or the API key is wrong"},
    Row{Wrong::too_many_requests, {429, 10429}, "there are too many requests; try again later"},
    Row{Wrong::not_allowed_here,  {403, 10403}, "this API is not open to you, or not from this address"},
    Row{Wrong::role_denied,       {403, 10403}, "your role does not allow this"},
    Row{Wrong::unknown_customer,  {404, 10404}, "the customer does not exist, or is out of your reach"},
    Row{Wrong::unknown_thing,     {404, 10404}, "something that was referred to does not exist"},
    Row{Wrong::own_record,        {403, 10403}, "you cannot do this to your own customer"},
    Row{Wrong::version_required,  {428, 10400}, "a version is required"},
    Row{Wrong::version_differs,   {412, 10409}, "the customer has been changed in the meantime"},
    Row{Wrong::invalid,           {400, 10400}, "something is not valid"},
    Row{Wrong::conflict,          {400, 10409}, "something is in conflict with what there is"},
    Row{Wrong::plan_locked,       {403, 10403}, "the rate plan does not allow this"},
    Row{Wrong::damaged,           {500, 10500}, "the record is damaged and cannot be read; nothing was changed, and the operator's log says more"},
    Row{Wrong::unavailable,       {503, 10503}, "nothing was changed; try again later"},
    Row{Wrong::unknown_outcome,   {503, 10503}, "it is not known whether the change was made; look before trying again"},
    // clang-format on
};

consteval bool answers_everything() {
  for (std::size_t i = 0; i < kRows.size(); ++i)
    if (kRows[i].wrong != static_cast<Wrong>(i)) return false;
  return kRows.size() == kWrongs;
}
static_assert(answers_everything(), "everlytic has no answer for some fault");

const Row& row_of(Wrong wrong) { return kRows[static_cast<std::size_t>(wrong)]; }

std::string words_of(const Problem& problem) {
  if (!problem.field.empty()) return problem.field + ' ' + problem.what;
  // Only the reader knows what cannot be read, and only others from where the caller may not ask
  // and which request to ask after; of all else this door has words of its own.
  const bool is_known_elsewhere = problem.wrong == Wrong::malformed ||
                                  problem.wrong == Wrong::not_allowed_here ||
                                  problem.wrong == Wrong::unknown_outcome;
  if (is_known_elsewhere && !problem.what.empty()) return problem.what;
  return std::string(row_of(problem.wrong).words);
}

}  // namespace

Verdict verdict(const Fault& fault) { return row_of(fault.wrong).verdict; }

std::string message_of(const Fault& fault) {
  if (fault.problems.empty()) return std::string(row_of(fault.wrong).words);
  std::vector<std::string> pieces;
  for (const Problem& problem : fault.problems) pieces.push_back(words_of(problem));
  if (fault.more > 0) pieces.push_back("and " + std::to_string(fault.more) + " more");
  return join(pieces, "; ");
}

}  // namespace patchbay::doors::everlytic
