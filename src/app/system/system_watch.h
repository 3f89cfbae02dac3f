// The state of a running server, for `GET /v1/system`.
#pragma once

#include <functional>
#include <mutex>
#include <optional>

#include "app/config/config.h"
#include "app/system/system_facts.h"
#include "core/call/system.h"
#include "store/store.h"

namespace patchbay::app {

// Threads: any. The references must outlive this.
class SystemWatch final : public core::System {
 public:
  struct Sources {
    Config config;
    const Clock& clock;
    const store::Store& store;
    bool is_demo = false;
    bool keeps_traffic = false;
    Instant started;
    std::function<std::optional<Instant>()> last_anchor;
  };
  explicit SystemWatch(Sources sources) : sources_(std::move(sources)) {}

  // Looks at these files of TLS from now on.
  void use(const http::Tls& tls);
  // Facts that need the disk or the database are gathered at most once a second.
  [[nodiscard]] core::SystemState state(store::ReadTransaction& reader) override;

 private:
  [[nodiscard]] SystemFacts facts(store::ReadTransaction& reader);

  Sources sources_;
  std::mutex mutex_;  // of `known_` and `sources_.config`
  std::optional<SystemFacts> known_;
};

}  // namespace patchbay::app
