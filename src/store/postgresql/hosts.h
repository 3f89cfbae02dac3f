// The hosts of a PostgreSQL URL, and the choice of the primary.
//
// After a failover, an old primary that is restarted still accepts writes because it does not know
// of the failover. Each promotion starts a new timeline, so the host with the newest timeline is
// the primary.
#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "store/postgresql/connection.h"

namespace patchbay::store::postgresql {

// Returns the hosts of a URL with its parameters, or one host without a name if the URL names none.
[[nodiscard]] std::vector<Host> hosts_of(const std::string& url);

// Threads: any, for every member.
class Hosts {
 public:
  explicit Hosts(std::string url);

  // Sets the integrity key for connections opened from now on.
  void trust(std::shared_ptr<const Integrity> integrity) { integrity_ = std::move(integrity); }

  // Connects to the first host that accepts writes and has no older timeline than seen before.
  // Throws Unavailable with the last host's error.
  [[nodiscard]] std::unique_ptr<PostgresqlConnection> any(const Bounds& bounds);
  // Asks all hosts and connects to the one with the newest timeline.
  [[nodiscard]] std::unique_ptr<PostgresqlConnection> newest(const Bounds& bounds);

 private:
  // A host, and whether its connections were seen to be sessions of their own.
  struct Known {
    Host host;
    std::atomic<bool> keeps_sessions = false;
  };
  [[nodiscard]] std::unique_ptr<PostgresqlConnection> open(Known& known, const Bounds& bounds);

  const std::string url_;
  std::shared_ptr<const Integrity> integrity_ = std::make_shared<const Integrity>();
  std::vector<Known> hosts_;
  std::atomic<std::int64_t> timeline_ = 0;  // the newest timeline seen
};

}  // namespace patchbay::store::postgresql
