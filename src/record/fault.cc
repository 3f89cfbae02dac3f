// Precedence and wording of faults.
#include "record/fault.h"

#include <algorithm>
#include <utility>

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
    case Wrong::damaged:
      return "damaged";
    case Wrong::unavailable:
      return "unavailable";
    case Wrong::unknown_outcome:
      return "unknown_outcome";
  }
  return "unknown";
}

namespace {

void cut(Problem& problem) {
  problem.field = shortened(std::move(problem.field));
  problem.what = shortened(std::move(problem.what));
}

}  // namespace

std::string shortened(std::string words) {
  if (words.size() <= kProblemBytesMax) return words;
  std::size_t size = kProblemBytesMax;
  while (size > 0 && (static_cast<unsigned char>(words[size]) & 0xC0) == 0x80) --size;
  return words.substr(0, size) + "…";
}

Fault::Fault(Wrong kind, std::string what, std::string field) : wrong(kind) {
  if (what.empty() && field.empty()) return;
  problems.push_back({kind, std::move(field), std::move(what), 0});
  cut(problems.front());
}

Fault::Fault(std::vector<Problem> found) : problems(std::move(found)) {
  std::ranges::stable_sort(problems, [](const Problem& a, const Problem& b) {
    return a.wrong != b.wrong ? a.wrong < b.wrong : a.order < b.order;
  });
  wrong = problems.front().wrong;
  if (problems.size() > kProblemsTold) {
    const std::size_t all = leading();
    problems.erase(problems.begin() + kProblemsTold, problems.end());
    more = all - leading();
    problems.shrink_to_fit();
  }
  for (Problem& each : problems) cut(each);
}

std::size_t Fault::leading() const {
  return more + static_cast<std::size_t>(std::ranges::count(problems, wrong, &Problem::wrong));
}

std::string Fault::sentence() const {
  std::string out;
  for (const Problem& each : problems)
    if (each.wrong == wrong) out.append(out.empty() ? "" : "; ").append(each.sentence());
  if (more > 0) out += "; and " + std::to_string(more) + " more";
  return out;
}

std::string Problem::sentence() const {
  return field + (field.empty() || what.empty() ? "" : " ") + what;
}

}  // namespace patchbay
