// Reads a vendor's words about fields.
#include "doors/shared/reply_decoding.h"

#include <algorithm>

#include "record/field/field.h"

namespace patchbay::doors {
namespace {

constexpr std::string_view kUnreadable = "the reply with status ";

constexpr std::size_t kWordsBytesMax = 4000;

// In order of preference. If a change may have been made, that is assumed.
constexpr ErrorKind kClearest[] = {
    ErrorKind::bad_credentials, ErrorKind::invalid,          ErrorKind::unknown_customer,
    ErrorKind::role_denied,     ErrorKind::plan_locked,      ErrorKind::unknown_outcome,
    ErrorKind::unavailable,     ErrorKind::version_required, ErrorKind::version_differs,
    ErrorKind::conflict,        ErrorKind::damaged,
};

// "address[0].title" as "title", and "contact.role" as "role".
std::string_view last_name(std::string_view path) {
  const std::size_t dot = path.find_last_of('.');
  std::string_view name = dot == std::string_view::npos ? path : path.substr(dot + 1);
  return name.substr(0, name.find('['));
}

const Spelling* row_named(std::span<const Spelling> rows, std::string_view path) {
  if (const Spelling* whole = find(rows, path)) return whole;
  // Rows of parts have the name of their object before them: "contact.emailAddress".
  const auto bare = [](std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] == '[')
        i = std::min(text.find(']', i), text.size() - 1);
      else
        out += text[i];
    }
    return out;
  };
  const std::string plain = bare(path);
  for (const Spelling& each : rows)
    if (bare(each.name) == plain) return &each;
  for (const Spelling& each : rows)
    if (last_name(each.name) == last_name(path)) return &each;
  return nullptr;
}

}  // namespace

ErrorKind clearest_kind(std::span<const ErrorKind> kinds) {
  for (const ErrorKind each : kClearest)
    if (std::ranges::find(kinds, each) != kinds.end()) return each;
  return kinds.empty() ? ErrorKind::unavailable : kinds.front();
}

std::string record_path(const Target& target) {
  const FieldRow& field = row(target.field);
  std::string out(word(field.section));
  if (!out.empty()) out += '/';
  return out.append(field.key);
}

Fault vendor_fault(ErrorKind kind, std::string_view words, std::span<const Spelling> rows) {
  words = words.substr(0, kWordsBytesMax);
  if (words.empty()) return Fault(kind, "the reply gives no reason");
  Fault out(kind);
  while (!words.empty() && out.problems.size() < kProblemsShown) {
    const std::size_t end = std::min(words.find("; "), words.size());
    const std::string_view clause = words.substr(0, end);
    words.remove_prefix(std::min(end + 2, words.size()));
    const std::size_t space = std::min(clause.find(' '), clause.size());
    const Spelling* row = row_named(rows, clause.substr(0, space));
    out.problems.push_back(
        {kind, row ? record_path(row->target) : std::string(),
         shortened(std::string(row ? clause.substr(std::min(space + 1, clause.size())) : clause))});
  }
  return out;
}

Fault unreadable_reply(const http::Response& response, std::string_view wanted) {
  return Fault(ErrorKind::unknown_outcome, std::string(kUnreadable) +
                                               std::to_string(response.status) + " is not " +
                                               std::string(wanted));
}

bool is_unreadable_reply(const Fault& fault) {
  return fault.kind == ErrorKind::unknown_outcome && fault.sentence().starts_with(kUnreadable);
}

}  // namespace patchbay::doors
