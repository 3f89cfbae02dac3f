// What can go wrong with a call, as values, in order of precedence.
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace patchbay {

// When several things are wrong, the earliest of these is what the caller is told. Every door has
// an answer for each; the compiler holds it to that.
enum class ErrorKind : std::uint8_t {
  malformed,          // the envelope cannot be read, or names no subject
  no_credentials,     // none given, or half of them
  bad_credentials,    // unknown name, wrong secret, or locked for now
  bad_token,          // unknown, expired or used
  too_many_requests,  // this source or principal asks too often
  not_allowed_here,   // this door, or this source address, is not open to the principal
  role_denied,        // the role does not allow it
  unknown_customer,   // does not exist, is deleted, or is out of reach: nobody learns which
  unknown_thing,      // a request id, principal, plan or reference: unknown, or out of reach
  own_record,         // this door does not let callers change themselves
  version_required,   // a conditional write is demanded and no version was given
  version_differs,    // the record has moved on from the version given
  invalid,            // a field's value, name or combination
  conflict,           // a value that must be unique is taken; or the state forbids it
  plan_locked,        // the rate plan locks the field
  damaged,            // what the store holds of it cannot be read; nothing was changed, and trying
                      // again does not help
  unavailable,        // nothing was changed; try again
  unknown_outcome,    // the change may or may not be on disk; ask for the request id
};
inline constexpr int kErrorKinds = 18;
[[nodiscard]] std::string_view word(ErrorKind kind);  // "bad_credentials"

// One thing that is wrong. `field` is the name in the caller's own spelling, or empty where no
// field is to blame; `what` continues the sentence: "must be a whole number from 0 to 100". `order`
// is the field's place in the table of fields. Never quotes a secret.
struct Problem {
  ErrorKind kind = ErrorKind::invalid;
  std::string field;
  std::string what;
  int order = 0;

  // "vat must be 0 or more".
  [[nodiscard]] std::string sentence() const;
};

// Of many problems so many are told, and how many more there are.
inline constexpr std::size_t kProblemsTold = 20;
// Longer words of a problem are cut: they may quote what the caller sent.
inline constexpr std::size_t kProblemBytesMax = 1000;

// `words`, or as much of their beginning and "…".
[[nodiscard]] std::string shortened(std::string words);

struct Fault {
  ErrorKind kind = ErrorKind::unavailable;
  // Those of kind `wrong` first, in field order, then the others; at most kProblemsTold.
  std::vector<Problem> problems;
  // How many more of kind `wrong` there were.
  std::size_t more = 0;
  // Seconds after which trying again makes sense; 0 where it never does.
  int retry_after_s = 0;

  Fault() = default;
  explicit Fault(ErrorKind kind, std::string what = {}, std::string field = {});
  // The fault that `found`, which is not empty, makes by precedence.
  explicit Fault(std::vector<Problem> found);

  // The problems of kind `wrong` in one line, all of `problems` and the count of the others: "vat
  // must be 0 or more; name is required; and 3 more".
  [[nodiscard]] std::string sentence() const;
  // How many problems are of kind `wrong`, those that are not told included.
  [[nodiscard]] std::size_t count_of_kind() const;
};

template <class T>
using Result = std::expected<T, Fault>;

}  // namespace patchbay
