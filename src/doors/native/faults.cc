// The native door's answer to every fault.
#include "doors/native/faults.h"

#include <array>

#include "doors/native/encode.h"
#include "wire/json.h"

namespace patchbay::doors::native {
namespace {

using wire::Object;
using wire::Tree;

struct FaultRow {
  ErrorKind kind;
  int status;
  std::string_view title;
};
constexpr std::array kFaults = {
    // clang-format off
    FaultRow{ErrorKind::malformed,         400, "The request cannot be read"},
    FaultRow{ErrorKind::no_credentials,    401, "Credentials are needed"},
    FaultRow{ErrorKind::bad_credentials,   401, "The credentials are not good"},
    FaultRow{ErrorKind::bad_token,         401, "The token is not good"},
    FaultRow{ErrorKind::too_many_requests, 429, "Too many requests"},
    FaultRow{ErrorKind::not_allowed_here,  403, "Not allowed from here"},
    FaultRow{ErrorKind::role_denied,       403, "Not allowed to this role"},
    FaultRow{ErrorKind::unknown_customer,  404, "No such customer"},
    FaultRow{ErrorKind::unknown_object,    404, "No such thing"},
    FaultRow{ErrorKind::own_record,        403, "Not allowed on your own record"},
    FaultRow{ErrorKind::version_required,  428, "A version is required"},
    FaultRow{ErrorKind::version_differs,   412, "The record has moved on"},
    FaultRow{ErrorKind::invalid,           422, "The input is not valid"},
    FaultRow{ErrorKind::conflict,          409, "The input is in conflict with what there is"},
    FaultRow{ErrorKind::plan_locked,       403, "The rate plan does not allow this"},
    FaultRow{ErrorKind::damaged,           500, "The record is damaged"},
    FaultRow{ErrorKind::unavailable,       503, "Not available now"},
    FaultRow{ErrorKind::unknown_outcome,   503, "The outcome is not known"},
    // clang-format on
};

static_assert(
    covers_every_kind(kFaults),
    "src/doors/native/faults.cc: kFaults needs a row for each of src/record/faults.def, in order");

http::Response reply(int status, const Object& problem) {
  return {.status = status,
          .headers = {{"Content-Type", "application/problem+json"}, {"Cache-Control", "no-store"}},
          .body = wire::json::write(Tree(problem))};
}

}  // namespace

wire::Object problem_json(const Fault& fault, int status) {
  const FaultRow& answer = kFaults[static_cast<std::size_t>(fault.kind)];
  Object problem{
      {"type", "urn:patchbay:problem:" + std::string(word(fault.kind))},
      {"title", answer.title},
      {"status", Tree(status == 0 ? answer.status : status)},
  };
  if (!fault.problems.empty()) problem.emplace_back("detail", fault.sentence());
  wire::Array errors;
  for (const Problem& each : fault.problems)
    if (!each.field.empty())
      errors.emplace_back(Object{
          {"field", each.field}, {"problem", std::string(word(each.kind))}, {"detail", each.what}});
  if (!errors.empty()) problem.emplace_back("errors", Tree(std::move(errors)));
  return problem;
}

http::Response problem_response(const Fault& fault, int status) {
  if (status == 0) status = kFaults[static_cast<std::size_t>(fault.kind)].status;
  http::Response out = reply(status, problem_json(fault, status));
  if (status == 401)
    out.headers.emplace_back("WWW-Authenticate",
                             R"(Basic realm="patchbay", charset="UTF-8", Bearer realm="patchbay")");
  if (fault.retry_after_s > 0) out.set("Retry-After", std::to_string(fault.retry_after_s));
  return out;
}

http::Response refuse(int status, std::string_view what) {
  http::Response out = reply(status, {{"type", "about:blank"},
                                      {"title", "The request was refused"},
                                      {"status", Tree(status)},
                                      {"detail", what}});
  if (status == 503) out.set("Retry-After", "1");
  return out;
}

}  // namespace patchbay::doors::native
