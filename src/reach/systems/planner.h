// What keeps a customer and its copy in an outside system in step: a pure function, which reads and
// writes nothing.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "doors/client.h"
#include "reach/systems/remote_customer.h"
#include "record/value/record.h"

namespace patchbay::reach {

// Whose value counts if both sides differ. The rows are in system_owners.def.
enum class Owner : std::uint8_t {
#define OWNER(owner, meaning) owner,
#include "record/admin/system_owners.def"
#undef OWNER
};
[[nodiscard]] std::string_view word(Owner owner);
[[nodiscard]] std::optional<Owner> parse_owner(std::string_view word);

// ---- one field

// What is known of one field on both sides.
struct FieldState {
  Owner owner = Owner::review;
  bool is_hidden = false;  // the system does not show it
  bool is_equal = false;
  bool has_base = false;      // both sides once agreed
  bool ours_changed = false;  // since then
  bool theirs_changed = false;
  bool ours_empty = false;
  bool theirs_empty = false;
  // When each side got its value, if that is known.
  std::optional<Instant> ours_at{};
  std::optional<Instant> theirs_at{};
};

enum class Decision : std::uint8_t {
  same,      // nothing to do
  agree,     // both have the same: the base is made
  altered,   // the system keeps what it was given in another form, and neither side changed since
  push,      // the system gets our value
  pull,      // the record gets the system's value
  conflict,  // a person decides
  leave,     // the owner lets both stay as they are, and they differ
};
[[nodiscard]] std::string_view word(Decision decision);  // "push"

[[nodiscard]] Decision decide(const FieldState& state);

// ---- one customer

inline constexpr const char* kSentNothing = "-";

// Digests of the values of one field that stand for each other, ours and theirs. They differ if the
// system keeps the value in another form.
struct Agreement {
  std::string ours;
  std::string theirs;
  // What the system was sent since, if it is not known whether it took it. This value does not
  // count as an edit of the system. Empty: nothing was sent; kSentNothing: that it has no value.
  std::string sent{};
  bool operator==(const Agreement&) const = default;
};
using Base = std::map<std::string, Agreement, std::less<>>;  // by the name of the field

struct FieldPolicy {
  std::string name;  // field_name.h
  Owner owner = Owner::review;
};
struct Policy {
  std::vector<FieldPolicy> fields;
  // How the system is written to; what its dialect cannot hold is found by it.
  const doors::ClientTransport* transport = nullptr;
  std::string digest_key{};  // of the digests in the base; 16 to 64 bytes, or empty
};

// A value that one side gets from the other.
struct Operation {
  enum class To : std::uint8_t { system, record };
  To to = To::system;
  std::string name;
  Target target;
  std::optional<Value> before;  // of the side that is written
  std::optional<Value> after;   // nothing: it is emptied
  bool overrules = false;       // `before` is an edit, or was never compared: it is lost
};
// A difference that stays until a person decides.
struct Conflict {
  std::string name;
  Decision decision = Decision::conflict;  // or `leave` or `altered`
  std::optional<Value> ours;
  std::optional<Value> theirs;
};
struct CustomerPlan {
  std::vector<Operation> operations;
  std::vector<Conflict> conflicts;
  std::vector<doors::Loss> losses;  // a field of an operation only if it is sent in another form
  Base agreed;                      // what both sides have already
};

// Compares the fields of the policy, in their order. Each field that differs is in an operation, a
// conflict or a loss; none that is equal is in an operation.
[[nodiscard]] CustomerPlan plan(const Record& record, const RemoteCustomer& remote,
                                const Base& base, const Policy& policy);

// The base of a field after one side was written: what both sides show now.
[[nodiscard]] Agreement agreement(const Record& record, const RemoteCustomer& remote,
                                  std::string_view name, const Policy& policy);
// The values of a field on both sides; nothing if it is empty. A flag that is not set is empty.
struct BothValues {
  std::optional<Value> ours;
  std::optional<Value> theirs;
};
[[nodiscard]] BothValues values_of(const Record& record, const RemoteCustomer& remote,
                                   std::string_view name);
// The digest of a value, under a key of 16 to 64 bytes or none. Equal values have equal digests.
[[nodiscard]] std::string digest(const std::optional<Value>& value, std::string_view key);

// The shape in which a field is compared and written: the one that the system shows, or the field
// itself.
[[nodiscard]] Target target_of(const RemoteCustomer& remote, std::string_view name);

// Operations as the edits of one call.
[[nodiscard]] std::vector<core::FieldEdit> to_edits(const std::vector<Operation>& operations,
                                                    Operation::To to);

}  // namespace patchbay::reach
