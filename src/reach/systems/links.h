// Which customer of the record is which customer of an outside system.
#pragma once

#include <expected>
#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "core/call/call.h"
#include "reach/systems/planner.h"

namespace patchbay::reach {

// ---- matching

// The values by which a customer is recognised, strongest first; empty if it has none.
using Keys = std::vector<std::string>;

struct Matching {
  std::vector<std::pair<std::size_t, std::size_t>> pairs;  // indices, ours and theirs
  std::vector<std::size_t> ambiguous;                      // ours: more than one is possible
};
// Pairs customers that share a value of one of their keys, if neither of the two shares any value
// with another customer, and no two customers of one side share a value of a key.
[[nodiscard]] Matching match(std::span<const Keys> ours, std::span<const Keys> theirs);

// Whether both have the same value of a key, so that one would be mistaken for the other.
[[nodiscard]] bool share_value(const Keys& one, const Keys& other);
// How many of `all` share a value with `one`; 1 if only it does, and is among them.
[[nodiscard]] std::size_t count_sharing(std::span<const Keys> all, const Keys& one);

// A value of a key as it is compared: without case and outer space. Empty if there is none.
[[nodiscard]] std::string key_text(const std::optional<Value>& value);

// ---- what is kept

// A customer and its copy in a system.
struct Link {
  Uuid customer;
  std::string remote;  // subject_text(); empty while it is being made
  Base base{};
  std::int64_t missed = 0;         // comparisons in a row in which the system did not have it
  bool was_missed_lately = false;  // so another comparison now does not count
  bool may_be_made_now = false;    // by somebody else: nothing else may make it
  bool was_refused = false;        // saved without `remote`: it was not made, and may be at once
};

// Where links are kept. One caller at a time.
class Links {
 public:
  virtual ~Links() = default;
  [[nodiscard]] virtual const std::map<Uuid, Link>& all() const = 0;
  // Keeps a link, in place of an earlier one of the customer. It is on disk when this returns. The
  // error is a sentence for the operator.
  [[nodiscard]] virtual std::expected<void, std::string> save(const Link& link) = 0;
};

// A subject of a system as text and back: a number, a UUID, or a name. `by_name`: the dialect has
// nothing but names.
[[nodiscard]] std::string subject_text(const core::Subject& subject);
[[nodiscard]] core::Subject parse_subject(const std::string& text, bool by_name);

}  // namespace patchbay::reach
