// History: what was changed, by whom, when, through which door.
#pragma once

#include <cstdint>
#include <string>

#include "base/clock.h"
#include "base/uuid.h"
#include "record/value/record.h"

namespace patchbay {

// The circumstances of a change.
struct ChangeOrigin {
  Instant time;
  std::string principal;              // its name then, which another may bear later …
  std::int64_t principal_id = 0;      // … and its number, which none ever does; 0: a local tool
  std::string door;                   // "flolive"; "cli" and "demo" for the local tools
  std::string source;                 // the caller's address; empty for the local tools
  Uuid request;                       // what the caller can ask after
  std::string reason;                 // the caller's own words
  std::vector<std::string> warnings;  // "ignored unknown field colour"
  bool operator==(const ChangeOrigin&) const = default;
};

// One version of one customer. Replaying the differences of versions 1 to N gives version N.
struct Entry {
  CustomerId customer;
  Version version = 0;
  std::string action;  // "create", "amend", "delete", "undelete", "move", "adjust"
  ChangeOrigin by;
  Differences differences;
  std::string hash{};  // the store's: see record/history/chain.h
  bool operator==(const Entry&) const = default;
};

}  // namespace patchbay
