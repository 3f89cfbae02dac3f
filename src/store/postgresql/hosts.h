// The servers that an address names, and which of them is the primary.
//
// After a failover an old primary that is brought back would still take writes: it knows of
// nothing. Each promotion begins a new timeline, and so the server of the newest is the one.
#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "store/postgresql/connection.h"

namespace patchbay::store::postgresql {

// The hosts of a URL, each as a URL's parameters name it; one without a name where it names none.
[[nodiscard]] std::vector<Host> hosts_of(const std::string& url);

// Threads: any, for every member.
class Hosts {
 public:
  explicit Hosts(std::string url);

  // What connections that are opened from now on trust by.
  void trust(std::shared_ptr<const Integrity> integrity) { integrity_ = std::move(integrity); }

  // The first that can be written to and is of no older timeline than was seen before. Throws
  // Unavailable with what the last one said.
  [[nodiscard]] std::unique_ptr<PostgresqlConnection> any(const Bounds& bounds);
  // After all were asked: the one of the newest timeline.
  [[nodiscard]] std::unique_ptr<PostgresqlConnection> newest(const Bounds& bounds);

 private:
  // One of a URL's servers, and whether what answers there was seen to give each connection a
  // session of its own.
  struct Known {
    Host host;
    std::atomic<bool> keeps_sessions = false;
  };
  [[nodiscard]] std::unique_ptr<PostgresqlConnection> open(Known& known, const Bounds& bounds);

  const std::string url_;
  std::shared_ptr<const Integrity> integrity_ = std::make_shared<const Integrity>();
  std::vector<Known> hosts_;
  std::atomic<std::int64_t> timeline_ = 0;  // the newest that was seen
};

}  // namespace patchbay::store::postgresql
