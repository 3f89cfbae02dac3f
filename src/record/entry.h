// History: what was changed, by whom, when, through which door.
#pragma once

#include <string>

#include "base/clock.h"
#include "base/uuid.h"
#include "record/record.h"

namespace patchbay {

// The circumstances of a change.
struct Circumstance {
  Instant time;
  std::string principal;              // its name
  std::string door;                   // "flolive"; "cli" and "demo" for the local tools
  std::string source;                 // the caller's address; empty for the local tools
  Uuid request;                       // what the caller can ask after
  std::string reason;                 // the caller's own words
  std::vector<std::string> warnings;  // "ignored unknown field colour"
  bool operator==(const Circumstance&) const = default;
};

// One version of one customer. Replaying the differences of versions 1 to N gives version N.
struct Entry {
  CustomerId customer;
  Version version = 0;
  std::string action;  // "create", "amend", "delete", "undelete", "move", "adjust"
  Circumstance by;
  Differences differences;
  bool operator==(const Entry&) const = default;
};

// What became of a request that changed something: kept so that the caller can ask.
struct RequestNote {
  Uuid id;
  std::int64_t principal = 0;
  CustomerId home;  // the principal's
  CustomerId customer;
  Version version = 0;  // the version it made, or found where nothing had to change
  std::string door;
  Instant time;
  std::string fingerprint;  // of a request under an idempotency key: a hash of what was asked
  bool operator==(const RequestNote&) const = default;
};

}  // namespace patchbay
