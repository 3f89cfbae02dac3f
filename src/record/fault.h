// Faults: what can go wrong with a call, as values in order of precedence.
#pragma once

#include <cstdint>
#include <expected>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

namespace patchbay {

// Kinds of error in order of precedence: if several apply, the caller gets the earliest. The rows
// are in faults.def. Every door must answer each kind; the compiler checks this
// (`covers_every_kind`).
enum class ErrorKind : std::uint8_t {
#define FAULT(kind, word, whose, meaning) kind,
#include "record/faults.def"
#undef FAULT
};
inline constexpr std::string_view kErrorWords[] = {
#define FAULT(kind, word, whose, meaning) word,
#include "record/faults.def"
#undef FAULT
};
inline constexpr int kErrorKinds = static_cast<int>(std::size(kErrorWords));
// Whose doing an error is: `refused` if the caller has to change something, `failed` if the server
// could not do what was asked.
enum class ErrorClass : std::uint8_t { refused, failed };
inline constexpr ErrorClass kErrorClasses[] = {
#define FAULT(kind, word, whose, meaning) ErrorClass::whose,
#include "record/faults.def"
#undef FAULT
};
// "bad_credentials"; "unknown" for a value that is not in the table.
[[nodiscard]] std::string_view word(ErrorKind kind);

// Whether `table`, an array of rows with a member `kind`, has one row for each kind, in their
// order: only then may a kind be its index.
template <class Table>
consteval bool covers_every_kind(const Table& table) {
  if (std::size(table) != static_cast<std::size_t>(kErrorKinds)) return false;
  for (std::size_t i = 0; i < std::size(table); ++i)
    if (table[i].kind != static_cast<ErrorKind>(i)) return false;
  return true;
}

// One thing that is wrong. `field` is the field's name in the caller's spelling, or empty if the
// problem is not about one field. `what` continues the sentence: "must be a whole number from 0 to
// 100". `order` is the field's place in the table of fields. The text never contains a secret.
struct Problem {
  ErrorKind kind = ErrorKind::invalid;
  std::string field;
  std::string what;
  int order = 0;

  // Returns the whole sentence: "vat must be 0 or more".
  [[nodiscard]] std::string sentence() const;
};

// Maximum number of problems that a reply lists; the rest are only counted.
inline constexpr std::size_t kProblemsShown = 20;
// Maximum bytes of `field` and of `what`. Longer text, which may quote the request, is cut.
inline constexpr std::size_t kProblemBytesMax = 1000;

// Returns `words`, or its beginning and "…" if it has more than kProblemBytesMax bytes.
[[nodiscard]] std::string shortened(std::string words);

struct Fault {
  ErrorKind kind = ErrorKind::unavailable;
  // At most kProblemsShown problems: first those of kind `kind`, in field order, then the others.
  std::vector<Problem> problems;
  // Number of problems of kind `kind` that are not in `problems`.
  std::size_t more = 0;
  // Seconds to wait before a retry; 0 if a retry never helps.
  int retry_after_s = 0;

  Fault() = default;
  explicit Fault(ErrorKind kind, std::string what = {}, std::string field = {});
  // Makes the fault of the earliest kind in `found`, which must not be empty.
  explicit Fault(std::vector<Problem> found);

  // Returns all listed problems of kind `kind` in one line, and the count of the rest: "vat must be
  // 0 or more; name is required; and 3 more".
  [[nodiscard]] std::string sentence() const;
  // Returns the number of problems of kind `kind`, including those that are not listed.
  [[nodiscard]] std::size_t count_of_kind() const;
};

// A fault of something that may be tried again after a second.
[[nodiscard]] Fault passing_fault(ErrorKind kind, std::string what);

template <class T>
using Result = std::expected<T, Fault>;

}  // namespace patchbay
