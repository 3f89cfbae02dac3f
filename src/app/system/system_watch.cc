// Puts the facts, the figures of the store and the findings together.
#include "app/system/system_watch.h"

#include "app/system/findings.h"
#include "base/version.h"

namespace patchbay::app {
namespace {

constexpr std::int64_t kFactsS = 1;

std::vector<core::CommitSize> sizes_of(const Histogram<kPowersOfTwo>& jobs) {
  std::vector<core::CommitSize> out;
  for (std::size_t i = 0; i < jobs.counts.size(); ++i)
    if (jobs.counts[i] > 0)
      out.push_back({i < kPowersOfTwo.size() ? kPowersOfTwo[i] : 0, jobs.counts[i]});
  return out;
}

}  // namespace

void SystemWatch::use(const http::Tls& tls) {
  const std::lock_guard lock(mutex_);
  sources_.config.tls = tls;
}

SystemFacts SystemWatch::facts(store::ReadTransaction& reader) {
  const std::lock_guard lock(mutex_);
  const Instant now = sources_.clock.now();
  const bool is_recent = known_ && known_->now <= now && now < known_->now.plus_seconds(kFactsS);
  if (!is_recent)
    known_ = gather_facts({.config = sources_.config,
                           .now = now,
                           .started = sources_.started,
                           .is_demo = sources_.is_demo,
                           .keeps_traffic = sources_.keeps_traffic,
                           .last_anchor = sources_.last_anchor(),
                           .storage_problem = sources_.store.storage_problem()},
                          &reader);
  return *known_;
}

core::SystemState SystemWatch::state(store::ReadTransaction& reader) {
  const SystemFacts known = facts(reader);
  const store::StoreStats stats = sources_.store.stats();
  return {.version = program_version(),
          .now = sources_.clock.now(),
          .started = sources_.started,
          .store_kind = known.store_kind,
          .schema = stats.schema,
          .store_bytes = known.footprint.bytes,
          .log_bytes = known.footprint.log_bytes,
          .disk_free_bytes = known.footprint.disk_free_bytes,
          .disk_bytes = known.footprint.disk_bytes,
          .last_backup = known.last_backup,
          .last_verify = known.last_verify,
          .last_anchor = known.last_anchor,
          .waiting = stats.waiting,
          .oldest_waiting_us = stats.oldest_waiting_us,
          .commit_sizes = sizes_of(stats.jobs_together),
          .findings = findings_of(known)};
}

}  // namespace patchbay::app
