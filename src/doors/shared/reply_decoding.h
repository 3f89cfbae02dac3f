// What the client halves share about replies: which fault a code stands for, and which fields of
// the record a vendor's words are about.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "doors/shared/spelling.h"
#include "http/message.h"

namespace patchbay::doors {

// The kind that a client should assume, if a dialect answers several kinds of fault alike.
[[nodiscard]] ErrorKind clearest_kind(std::span<const ErrorKind> kinds);

// The kinds of the rows of a fault table that `answers` accepts, as one kind; `unavailable` if
// none.
template <class Rows, class Answers>
[[nodiscard]] ErrorKind kind_where(const Rows& rows, Answers answers) {
  std::vector<ErrorKind> found;
  for (const auto& row : rows)
    if (answers(row)) found.push_back(row.kind);
  return clearest_kind(found);
}

// The path of a field in the record, without ids of parts: "contacts/telephone".
[[nodiscard]] std::string record_path(const Target& target);

// A fault of `kind` whose problems are the clauses of `words`, divided by "; ". The first word of a
// clause that `rows` have as a name becomes the path of that field; an index as in "address[0]." is
// ignored. At most kProblemsShown problems; long words are cut.
[[nodiscard]] Fault vendor_fault(ErrorKind kind, std::string_view words,
                                 std::span<const Spelling> rows);

// The fault for a reply that cannot be read as one of the dialect.
[[nodiscard]] Fault unreadable_reply(const http::Response& response, std::string_view wanted);
// Whether a fault is one of these, and not what a vendor answered.
[[nodiscard]] bool is_unreadable_reply(const Fault& fault);

}  // namespace patchbay::doors
