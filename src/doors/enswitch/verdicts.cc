// Faults as codes and messages.
#include "doors/enswitch/verdicts.h"

#include <algorithm>
#include <array>

namespace patchbay::doors::enswitch {
namespace {

// `message` is the document's where it has one. 500 and 503 are none of its codes: a client that
// does not know them takes them for failures, which they are.
struct Verdict {
  Wrong wrong;
  std::string_view code;
  std::string_view message;
};
constexpr std::array kVerdicts = {
    // clang-format off
    Verdict{Wrong::malformed,         "400", "Invalid input parameters specified."},
    Verdict{Wrong::no_credentials,    "401", "The authentication details are missing: give auth_username and auth_password, or auth_token."},
    Verdict{Wrong::bad_credentials,   "401", "The authentication details provided are invalid."},
    Verdict{Wrong::bad_token,         "401", "The authentication token provided is invalid or has expired."},
    Verdict{Wrong::too_many_requests, "503", "There are too many requests. Please try again later."},
    Verdict{Wrong::not_allowed_here,  "402", "Your role does not allow this through this API, or from this address."},
    Verdict{Wrong::role_denied,       "402", "Your role does not allow this."},
    Verdict{Wrong::unknown_customer,  "404", "The customer does not exist, or you do not have permission to access it."},
    Verdict{Wrong::unknown_thing,     "400", "Something that was referred to does not exist."},
    Verdict{Wrong::own_record,        "402", "Your role does not allow this for your own customer."},
    Verdict{Wrong::version_required,  "400", "A version is required."},
    Verdict{Wrong::version_differs,   "400", "The customer has been changed in the meantime."},
    Verdict{Wrong::invalid,           "400", "Invalid input parameters specified."},
    Verdict{Wrong::conflict,          "400", "The customer's state does not allow this."},
    Verdict{Wrong::plan_locked,       "403", "Your rate plan does not allow this."},
    Verdict{Wrong::damaged,           "500", "The record is damaged and cannot be read. Nothing was changed, and the operator's log says more."},
    Verdict{Wrong::unavailable,       "503", "Nothing was changed. Please try again later."},
    Verdict{Wrong::unknown_outcome,   "503", "It is not known whether the change was made. Please check before trying again."},
    // clang-format on
};

consteval bool answers_everything() {
  for (std::size_t i = 0; i < kVerdicts.size(); ++i)
    if (kVerdicts[i].wrong != static_cast<Wrong>(i)) return false;
  return kVerdicts.size() == kWrongs;
}
static_assert(answers_everything(), "enswitch has no answer for some fault");

const Verdict& verdict(Wrong wrong) { return kVerdicts[static_cast<std::size_t>(wrong)]; }

// Without a field to blame, only these know better than the document's words: what cannot be read
// or was asked too broadly, from where the caller may not ask, and which request to ask after.
bool has_own_words(const Problem& problem) {
  const bool knows = problem.wrong == Wrong::malformed || problem.wrong == Wrong::invalid ||
                     problem.wrong == Wrong::not_allowed_here ||
                     problem.wrong == Wrong::unknown_outcome;
  return !problem.what.empty() && (!problem.field.empty() || knows);
}

Entry entry_of(const Problem& problem, Action action) {
  const Verdict& answer = verdict(problem.wrong);
  // These two take nothing but an id: whatever stands in the way is its fault.
  const bool by_id = action == Action::remove || action == Action::undelete;
  const std::string key = by_id && problem.field == "deleted" ? "id" : problem.field;
  if (!has_own_words(problem)) return {answer.code, key, std::string(answer.message)};
  if (problem.field.empty()) return {answer.code, key, as_sentence(problem.what)};
  return {answer.code, key, problem.field + ' ' + problem.what + '.'};
}

}  // namespace

std::vector<Entry> entries_of(const Fault& fault, Action action) {
  // The customer below which one is listed or made is an input like any other.
  const bool parent = action == Action::list || action == Action::create;
  if (fault.wrong == Wrong::unknown_customer && parent)
    return {{"400", "parent", "parent must be the id of an existing customer."}};
  std::vector<Entry> out;
  const Verdict& answer = verdict(fault.wrong);
  for (const Problem& problem : fault.problems) {
    if (verdict(problem.wrong).code != answer.code) continue;
    Entry entry = entry_of(problem, action);
    // The door and core may both miss a name.
    if (std::ranges::find(out, entry) == out.end()) out.push_back(std::move(entry));
  }
  if (fault.more > 0)
    out.push_back({answer.code, "", "And " + std::to_string(fault.more) + " more."});
  if (out.empty()) out.push_back({answer.code, "", std::string(answer.message)});
  return out;
}

std::string as_sentence(std::string_view words) {
  std::string out(words);
  if (out.empty()) return out;
  if (out.front() >= 'a' && out.front() <= 'z') out.front() = static_cast<char>(out.front() - 32);
  if (out.back() != '.') out += '.';
  return out;
}

}  // namespace patchbay::doors::enswitch
