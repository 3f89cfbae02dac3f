// Faults: what can go wrong with a call, as values in order of precedence.
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace patchbay {

// Kinds of error in order of precedence: if several apply, the caller gets the earliest. Every door
// must answer each kind; the compiler checks this.
enum class ErrorKind : std::uint8_t {
  malformed,          // the request cannot be parsed, or names no subject
  no_credentials,     // no credentials, or only half of them
  bad_credentials,    // unknown name, wrong secret, or locked at this time
  bad_token,          // token is unknown, expired or already used
  too_many_requests,  // this source or principal sends too many requests
  not_allowed_here,   // the principal may not use this door or this source address
  role_denied,        // the role does not allow the call
  unknown_customer,   // does not exist, is deleted, or is out of reach; the caller cannot tell
                      // which
  unknown_thing,      // a request id, principal, plan or reference that is unknown or out of reach
  own_record,         // this door does not let callers change their own record
  version_required,   // the call must give a version and did not
  version_differs,    // the record has another version than the one given
  invalid,            // a value, name or combination of fields is not allowed
  conflict,           // a value that must be unique is in use, or the record's state forbids the
                      // call
  plan_locked,        // the rate plan locks the field
  damaged,            // the store holds something that cannot be read; nothing was changed, and a
                      // retry does not help
  unavailable,        // nothing was changed; a retry may succeed
  unknown_outcome,    // the change may or may not be on disk; the caller can look up the request id
};
inline constexpr int kErrorKinds = 18;
[[nodiscard]] std::string_view word(ErrorKind kind);  // "bad_credentials"

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
inline constexpr std::size_t kProblemsTold = 20;
// Maximum bytes of `field` and of `what`. Longer text, which may quote the request, is cut.
inline constexpr std::size_t kProblemBytesMax = 1000;

// Returns `words`, or its beginning and "…" if it has more than kProblemBytesMax bytes.
[[nodiscard]] std::string shortened(std::string words);

struct Fault {
  ErrorKind kind = ErrorKind::unavailable;
  // At most kProblemsTold problems: first those of kind `kind`, in field order, then the others.
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

template <class T>
using Result = std::expected<T, Fault>;

}  // namespace patchbay
