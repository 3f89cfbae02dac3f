// The load of kept connections, in a closed loop (each connection sends its next request after the
// reply to the last one) or in an open one (requests fall due at a fixed rate).
#pragma once

#include <cstdint>
#include <expected>
#include <string>

#include "load/latencies.h"
#include "load/template.h"

namespace patchbay::bench {

struct Load {
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;
  int connections = 1;
  double warmup_s = 0.5;  // answered and checked, not counted
  double seconds = 5;
  // Requests per second in an open loop; 0 for a closed one. A request that falls due while no
  // connection is free waits for one, and its wait counts: latencies begin when it fell due.
  double rate = 0;
  std::int64_t first = 1;  // customers `first` to `first + customers - 1`, drawn at random
  std::int64_t customers = 1;
  std::uint64_t seed = 1;
  int status = 200;     // every reply's
  std::string expects;  // text with placeholders that every reply's body must contain
};

struct Measured {
  double seconds = 0;          // until the last reply that counts
  std::size_t unanswered = 0;  // open loop: fell due, and had no reply when the wait for it ended.
                               // Their waits until then stand in `latencies`
  double reply_bytes = 0;      // mean size of the bodies of replies
  double cpu_share = 0;        // of one core, for the generator; near 1: it was the bottleneck
  Latencies latencies;
};

// Runs on the calling thread. The error says which reply was wrong, with its first bytes.
[[nodiscard]] std::expected<Measured, std::string> generate(const Load& load,
                                                            const RequestTemplate& request);

}  // namespace patchbay::bench
