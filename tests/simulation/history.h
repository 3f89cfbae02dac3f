// What the clients of a run asked for and what they were told, for the judge.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/decimal.h"
#include "base/uuid.h"
#include "record/history/feed.h"
#include "record/value/record.h"

namespace patchbay::simulation {

// The order of events as clients see them: each has a number of its own. 0: it did not happen.
using Tick = std::uint64_t;

// One change that an operation asks for. Each operation has at most one for a customer.
struct Item {
  CustomerId customer;  // 0: a new one
  // The values that the change sets; nothing: the fields are not known in advance.
  std::optional<std::map<Field, Value>> values{};
  std::optional<Decimal> amount{};   // added to the balance
  std::optional<Version> undone{};   // the version that is undone
  std::optional<Version> only_at{};  // only if the customer has this version

  // What the replies said, over all sends.
  bool is_made = false;  // it was made, by this version (0: not said)
  Version version = 0;
  Tick acknowledged = 0;     // when a reply said so first
  bool may_be_made = false;  // some send has no reply, or an unknown outcome
  bool is_unknown = false;   // some reply was that the outcome is unknown
  bool was_full = false;     // some reply was a refusal while the disk was full
  bool was_unchanged = false;
};

struct Send {
  int era = 0;  // one more after each time that the store is opened
  Tick sent = 0;
  Tick planned = 0;  // when the call had been taken over by the store
  Tick answered = 0;
};

struct Operation {
  std::size_t number = 0;  // its reason in history is "op <number>"
  Uuid request;
  bool is_bulk = false;
  bool is_admin = false;  // changes a reference and no customer
  bool is_rehearsed = false;
  bool is_open = false;  // its items are not known: an undo of a whole batch
  std::string key{};     // its idempotency key
  std::vector<Item> items{};
  std::vector<Send> sends{};
  std::vector<std::string> replies{};  // under the key
  // Whether a look-up of the request found a change, where one was made after the last send.
  std::optional<bool> looked_up{};
};

// A view of a customer that a client got.
struct Seen {
  CustomerId customer;
  Version version = 0;
  Values values;
  Version least = 0;  // the newest version that was known to somebody when the read was sent
  Tick sent = 0;
  Tick answered = 0;
};

struct History {
  Tick now = 0;
  int era = 0;
  std::vector<Operation> operations{};
  std::vector<Seen> seen{};
  std::vector<FeedEntry> followed{};      // all pages of the follower, in its order
  std::map<int, std::int64_t> heads{};    // by era: the newest entry when the store was opened
  std::map<CustomerId, Version> known{};  // the newest version that a reply has named
  std::vector<std::string> faults{};      // found by clients at once

  [[nodiscard]] Tick tick() { return ++now; }
};

// What the store holds in the end.
struct FinalState {
  std::vector<FeedEntry> entries{};  // all entries, in the order of commits
  std::map<CustomerId, Record> records{};
  std::vector<std::string> admin_reasons{};  // of all entries of references
  std::optional<std::string> wrong{};        // what `verify` found
};

// Returns the number of the operation that made a change with this reason.
[[nodiscard]] std::optional<std::size_t> operation_of(const std::string& reason);

}  // namespace patchbay::simulation
