// What is kept of a request: what became of it, and, under an idempotency key, what was answered.
#pragma once

#include <string>

#include "base/clock.h"
#include "base/uuid.h"
#include "record/value/ids.h"

namespace patchbay {

// What became of a request that changed something: kept so that the caller can ask.
struct RequestRecord {
  Uuid id;
  std::int64_t principal = 0;
  CustomerId home;  // the principal's
  CustomerId customer;
  Version version = 0;   // the version it made, or found where nothing had to change
  bool changed = false;  // whether it made it
  Uuid batch;            // what it was part of; nil: nothing
  std::string door;
  Instant time;
  bool operator==(const RequestRecord&) const = default;
};

// Which notes: those of one batch, or those of one principal within a time. In the order of time.
struct RequestQuery {
  Uuid batch;                  // nil: by principal …
  std::int64_t principal = 0;  // … and time
  Instant from;                // from this moment …
  Instant to;                  // … up to and without this one
  std::size_t limit = 1000;    // at most 10 001
};

// The reply to a request under an idempotency key: sent again, it is answered again.
struct IdempotencyRecord {
  std::int64_t principal = 0;  // keys belong to one
  std::string key;
  std::string fingerprint;  // a hash of what was asked
  std::string reply;        // sealed
  Instant time;
  bool operator==(const IdempotencyRecord&) const = default;
};

}  // namespace patchbay
