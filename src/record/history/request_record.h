// Stored results of requests: the outcome, and the reply for an idempotency key.
#pragma once

#include <string>

#include "base/clock.h"
#include "base/uuid.h"
#include "record/value/ids.h"

namespace patchbay {

// The outcome of a request that was meant to change a customer, stored so that callers can look it
// up.
struct RequestRecord {
  Uuid id;
  std::int64_t principal = 0;
  CustomerId home;  // the principal's home
  CustomerId customer;
  Version version = 0;   // the version that it made, or the current one if nothing had to change
  bool changed = false;  // whether it made that version
  Uuid batch;            // the batch it was part of; nil: none
  std::string door;
  Instant time;
  bool operator==(const RequestRecord&) const = default;
};

// Selects the records of one batch, or those of one principal within a time range. Results are
// ordered by time.
struct RequestQuery {
  Uuid batch;                  // nil: select by principal and time
  std::int64_t principal = 0;  // used if `batch` is nil
  Instant from;                // inclusive
  Instant to;                  // exclusive
  std::size_t limit = 1000;    // at most 10 001
  // Of a batch: only requests with greater ids, in the order of ids. Otherwise the order is that of
  // time.
  std::optional<Uuid> after{};
};

// A request, and the batch that it was part of.
struct BatchMember {
  Uuid request;
  Uuid batch;
  bool operator==(const BatchMember&) const = default;
};

// The stored reply for an idempotency key. A retry with the same key gets this reply.
struct IdempotencyRecord {
  std::int64_t principal = 0;  // a key is valid for one principal only
  std::string key;
  std::string fingerprint;  // a hash of the request
  std::string reply;        // encrypted
  Instant time;
  bool operator==(const IdempotencyRecord&) const = default;
};

}  // namespace patchbay
