// Faults as codes and messages.
#include "doors/enswitch/faults.h"

#include <algorithm>
#include <array>

#include "doors/shared/reply_decoding.h"

namespace patchbay::doors::enswitch {
namespace {

// `message` is the document's if it has one. 500 and 503 are none of its codes: a client that
// does not know them takes them for failures, which they are.
struct FaultRow {
  ErrorKind kind;
  std::string_view code;
  std::string_view message;
};
constexpr std::array kFaults = {
    // clang-format off
    FaultRow{ErrorKind::malformed,         "400", "Invalid input parameters specified."},
    FaultRow{ErrorKind::no_credentials,    "401", "The authentication details are missing: give auth_username and auth_password, or auth_token."},
    FaultRow{ErrorKind::bad_credentials,   "401", "The authentication details provided are invalid."},
    FaultRow{ErrorKind::bad_token,         "401", "The authentication token provided is invalid or has expired."},
    FaultRow{ErrorKind::too_many_requests, "503", "There are too many requests. Please try again later."},
    FaultRow{ErrorKind::not_allowed_here,  "402", "Your role does not allow this through this API, or from this address."},
    FaultRow{ErrorKind::role_denied,       "402", "Your role does not allow this."},
    FaultRow{ErrorKind::unknown_customer,  "404", "The customer does not exist, or you do not have permission to access it."},
    FaultRow{ErrorKind::unknown_object,    "400", "Something that was referred to does not exist."},
    FaultRow{ErrorKind::own_record,        "402", "Your role does not allow this for your own customer."},
    FaultRow{ErrorKind::version_required,  "400", "A version is required."},
    FaultRow{ErrorKind::version_differs,   "400", "The customer has been changed in the meantime."},
    FaultRow{ErrorKind::invalid,           "400", "Invalid input parameters specified."},
    FaultRow{ErrorKind::conflict,          "400", "The customer's state does not allow this."},
    FaultRow{ErrorKind::plan_locked,       "403", "Your rate plan does not allow this."},
    FaultRow{ErrorKind::damaged,           "500", "The record is damaged and cannot be read. Nothing was changed, and the operator's log says more."},
    FaultRow{ErrorKind::unavailable,       "503", "Nothing was changed. Please try again later."},
    FaultRow{ErrorKind::unknown_outcome,   "503", "It is not known whether the change was made. Please check before trying again."},
    // clang-format on
};

static_assert(covers_every_kind(kFaults),
              "src/doors/enswitch/faults.cc: kFaults needs a row for each of "
              "src/record/faults.def, in order");

const FaultRow& fault_row(ErrorKind kind) { return kFaults[static_cast<std::size_t>(kind)]; }

// Without a field to name, only these know better than the document's words: what cannot be read
// or was asked too broadly, from where the caller may not ask, and which request to ask after.
bool has_own_words(const Problem& problem) {
  const bool knows = problem.kind == ErrorKind::malformed || problem.kind == ErrorKind::invalid ||
                     problem.kind == ErrorKind::not_allowed_here ||
                     problem.kind == ErrorKind::unknown_outcome;
  return !problem.what.empty() && (!problem.field.empty() || knows);
}

ReplyEntry entry_of(const Problem& problem, Action action) {
  const FaultRow& row = fault_row(problem.kind);
  // These two calls take only an id, so a problem with `deleted` is reported for the id.
  const bool by_id = action == Action::remove || action == Action::undelete;
  const std::string key = by_id && problem.field == "deleted" ? "id" : problem.field;
  if (!has_own_words(problem)) return {row.code, key, std::string(row.message)};
  if (problem.field.empty()) return {row.code, key, as_sentence(problem.what)};
  return {row.code, key, problem.field + ' ' + problem.what + '.'};
}

}  // namespace

std::vector<ReplyEntry> entries_of(const Fault& fault, Action action) {
  // The customer below which one is listed or made is an input like any other.
  const bool parent = action == Action::list || action == Action::create;
  if (fault.kind == ErrorKind::unknown_customer && parent)
    return {{"400", "parent", "parent must be the id of an existing customer."}};
  std::vector<ReplyEntry> out;
  const FaultRow& row = fault_row(fault.kind);
  for (const Problem& problem : fault.problems) {
    if (fault_row(problem.kind).code != row.code) continue;
    ReplyEntry entry = entry_of(problem, action);
    // The door and core may both miss a name.
    if (std::ranges::find(out, entry) == out.end()) out.push_back(std::move(entry));
  }
  if (fault.more > 0) out.push_back({row.code, "", "And " + std::to_string(fault.more) + " more."});
  if (out.empty()) out.push_back({row.code, "", std::string(row.message)});
  return out;
}

ErrorKind kind_of(std::string_view code) {
  return kind_where(kFaults, [&](const FaultRow& row) { return row.code == code; });
}

std::string as_sentence(std::string_view words) {
  std::string out(words);
  if (out.empty()) return out;
  if (out.front() >= 'a' && out.front() <= 'z') out.front() = static_cast<char>(out.front() - 32);
  if (out.back() != '.') out += '.';
  return out;
}

}  // namespace patchbay::doors::enswitch
