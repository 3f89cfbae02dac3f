// The native door's answer to every fault.
#include "doors/native/problem.h"

#include <array>

#include "doors/native/native.h"
#include "wire/json.h"

namespace patchbay::doors::native {
namespace {

using wire::Object;
using wire::Tree;

struct Answer {
  Wrong wrong;
  int status;
  std::string_view title;
};
constexpr std::array kAnswers = {
    // clang-format off
    Answer{Wrong::malformed,         400, "The request cannot be read"},
    Answer{Wrong::no_credentials,    401, "Credentials are needed"},
    Answer{Wrong::bad_credentials,   401, "The credentials are not good"},
    Answer{Wrong::bad_token,         401, "The token is not good"},
    Answer{Wrong::too_many_requests, 429, "Too many requests"},
    Answer{Wrong::not_allowed_here,  403, "Not allowed from here"},
    Answer{Wrong::role_denied,       403, "Not allowed to this role"},
    Answer{Wrong::unknown_customer,  404, "No such customer"},
    Answer{Wrong::unknown_thing,     404, "No such thing"},
    Answer{Wrong::own_record,        403, "Not allowed on your own record"},
    Answer{Wrong::version_required,  428, "A version is required"},
    Answer{Wrong::version_differs,   412, "The record has moved on"},
    Answer{Wrong::invalid,           422, "The input is not valid"},
    Answer{Wrong::conflict,          409, "The input is in conflict with what there is"},
    Answer{Wrong::plan_locked,       403, "The rate plan does not allow this"},
    Answer{Wrong::damaged,           500, "The record is damaged"},
    Answer{Wrong::unavailable,       503, "Not available now"},
    Answer{Wrong::unknown_outcome,   503, "The outcome is not known"},
    // clang-format on
};

consteval bool answers_everything() {
  for (std::size_t i = 0; i < kAnswers.size(); ++i)
    if (kAnswers[i].wrong != static_cast<Wrong>(i)) return false;
  return kAnswers.size() == kWrongs;
}
static_assert(answers_everything(), "the native door has no answer for some fault");

http::Response reply(int status, const Object& problem) {
  return {.status = status,
          .headers = {{"Content-Type", "application/problem+json"}, {"Cache-Control", "no-store"}},
          .body = wire::json::write(Tree(problem))};
}

}  // namespace

wire::Object problem_json(const Fault& fault, int status) {
  const Answer& answer = kAnswers[static_cast<std::size_t>(fault.wrong)];
  Object problem{
      {"type", "urn:patchbay:problem:" + std::string(word(fault.wrong))},
      {"title", answer.title},
      {"status", Tree(status == 0 ? answer.status : status)},
  };
  if (!fault.problems.empty()) problem.emplace_back("detail", fault.sentence());
  wire::Array errors;
  for (const Problem& each : fault.problems)
    if (!each.field.empty())
      errors.emplace_back(Object{{"field", each.field},
                                 {"problem", std::string(word(each.wrong))},
                                 {"detail", each.what}});
  if (!errors.empty()) problem.emplace_back("errors", Tree(std::move(errors)));
  return problem;
}

http::Response problem_response(const Fault& fault, int status) {
  if (status == 0) status = kAnswers[static_cast<std::size_t>(fault.wrong)].status;
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
