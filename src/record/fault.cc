// Precedence and text of faults.
#include "record/fault.h"

#include <algorithm>
#include <utility>

namespace patchbay {

std::string_view word(ErrorKind kind) {
  const auto index = static_cast<std::size_t>(kind);
  return index < std::size(kErrorWords) ? kErrorWords[index] : "unknown";
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

Fault::Fault(ErrorKind leading, std::string what, std::string field) : kind(leading) {
  if (what.empty() && field.empty()) return;
  problems.push_back({leading, std::move(field), std::move(what), 0});
  cut(problems.front());
}

Fault::Fault(std::vector<Problem> found) : problems(std::move(found)) {
  std::ranges::stable_sort(problems, [](const Problem& a, const Problem& b) {
    return a.kind != b.kind ? a.kind < b.kind : a.order < b.order;
  });
  kind = problems.front().kind;
  if (problems.size() > kProblemsShown) {
    const std::size_t all = count_of_kind();
    problems.erase(problems.begin() + kProblemsShown, problems.end());
    more = all - count_of_kind();
    problems.shrink_to_fit();
  }
  for (Problem& each : problems) cut(each);
}

std::size_t Fault::count_of_kind() const {
  return more + static_cast<std::size_t>(std::ranges::count(problems, kind, &Problem::kind));
}

std::string Fault::sentence() const {
  std::string out;
  for (const Problem& each : problems)
    if (each.kind == kind) out.append(out.empty() ? "" : "; ").append(each.sentence());
  if (more > 0) out += "; and " + std::to_string(more) + " more";
  return out;
}

std::string Problem::sentence() const {
  return field + (field.empty() || what.empty() ? "" : " ") + what;
}

Fault passing_fault(ErrorKind kind, std::string what) {
  Fault out(kind, std::move(what));
  out.retry_after_s = 1;
  return out;
}

}  // namespace patchbay
