// History entries: what was changed, by whom, when and through which door.
#pragma once

#include <cstdint>
#include <string>

#include "base/clock.h"
#include "base/uuid.h"
#include "record/value/record.h"

namespace patchbay {

// Who made a change, when and from where.
struct ChangeOrigin {
  Instant time;
  std::string principal;              // its name at that time; another principal may get the name
                                      // later
  std::int64_t principal_id = 0;      // its number, which is never used again; 0: a local tool
  std::string door;                   // "flolive"; "cli" and "demo" for the local tools
  std::string source;                 // the client's address; empty for the local tools
  Uuid request;                       // id that the caller can look the request up by
  std::string reason;                 // the reason that the caller gave
  std::vector<std::string> warnings;  // "ignored unknown field colour"
  bool operator==(const ChangeOrigin&) const = default;
};

// One version of one customer. Replaying the differences of versions 1 to N gives version N.
struct Entry {
  CustomerId customer;
  Version version = 0;
  std::string action;  // one of kActions in record/history/event.h
  ChangeOrigin by;
  Differences differences;
  // From which the salts of all differences follow (record/history/chain.h); empty if they do not.
  std::string seed{};
  std::string hash{};  // keyed hash set by the store; see record/history/chain.h
  bool operator==(const Entry&) const = default;
};

}  // namespace patchbay
