// Precedence and wording of faults.
#include "record/fault.h"

#include <algorithm>

namespace patchbay {

std::string_view word(Wrong wrong) {
  switch (wrong) {
    case Wrong::malformed:
      return "malformed";
    case Wrong::no_credentials:
      return "no_credentials";
    case Wrong::bad_credentials:
      return "bad_credentials";
    case Wrong::bad_token:
      return "bad_token";
    case Wrong::too_many_requests:
      return "too_many_requests";
    case Wrong::not_allowed_here:
      return "not_allowed_here";
    case Wrong::role_denied:
      return "role_denied";
    case Wrong::unknown_customer:
      return "unknown_customer";
    case Wrong::unknown_thing:
      return "unknown_thing";
    case Wrong::own_record:
      return "own_record";
    case Wrong::version_required:
      return "version_required";
    case Wrong::version_differs:
      return "version_differs";
    case Wrong::invalid:
      return "invalid";
    case Wrong::conflict:
      return "conflict";
    case Wrong::plan_locked:
      return "plan_locked";
    case Wrong::unavailable:
      return "unavailable";
    case Wrong::unknown_outcome:
      return "unknown_outcome";
  }
  return "unknown";
}

Fault::Fault(Wrong kind, std::string what, std::string field) : wrong(kind) {
  if (!what.empty() || !field.empty())
    problems.push_back({kind, std::move(field), std::move(what), 0});
}

Fault::Fault(std::vector<Problem> found) : problems(std::move(found)) {
  std::stable_sort(problems.begin(), problems.end(), [](const Problem& a, const Problem& b) {
    return a.wrong != b.wrong ? a.wrong < b.wrong : a.order < b.order;
  });
  wrong = problems.front().wrong;
}

std::size_t Fault::leading() const {
  return static_cast<std::size_t>(std::count_if(
      problems.begin(), problems.end(), [&](const Problem& each) { return each.wrong == wrong; }));
}

std::string Fault::sentence() const {
  const std::size_t count = leading();
  std::string out;
  for (std::size_t i = 0; i < std::min(count, kToldMax); ++i)
    out.append(i > 0 ? "; " : "").append(problems[i].sentence());
  if (count > kToldMax) out += "; and " + std::to_string(count - kToldMax) + " more";
  return out;
}

std::string Problem::sentence() const {
  return field + (field.empty() || what.empty() ? "" : " ") + what;
}

}  // namespace patchbay
