// Opens the connection and retries a batch in a new session.
#include "store/postgresql/writer.h"

#include <algorithm>

#include "store/sql/engine/schema.h"

namespace patchbay::store::postgresql {
namespace {

// Maximum number of sessions tried for one batch. A retry happens only if nothing was saved.
constexpr int kSessionsMax = 2;

bool all_failed(const std::vector<sql::JobResult>& job_results) {
  return std::ranges::all_of(job_results,
                             [](const auto& each) { return each == Committed::failed; });
}

}  // namespace

bool Writer::ready() {
  if (connection_ && connection_->usable()) return true;
  connection_.reset();
  try {
    auto opened = hosts_.newest(bounds_);
    if (const auto unusable = sql::unusable(*opened)) {
      why_ = *unusable;
      return false;
    }
    opened->use_slot(slot_);
    connection_ = std::move(opened);
    return true;
  } catch (const Unavailable& error) {
    why_ = error.what();
    return false;
  }
}

// A session may have ended while it was idle. The first batch that notices it is repeated in a new
// session.
std::vector<sql::JobResult> Writer::work(std::span<const QueuedJob> jobs) {
  std::vector<sql::JobResult> job_results;
  for (int attempt = 1; ready(); ++attempt) {
    job_results = sql::work_through(*connection_, context_, lock_scope_, jobs);
    if (connection_->usable() || attempt == kSessionsMax || !all_failed(job_results))
      return job_results;
  }
  if (job_results.empty()) {
    context_.counters.no_commit(jobs.size());
    context_.counters.cannot_write(jobs.size(), why_);
    job_results.resize(jobs.size(), Committed::failed);
  }
  return job_results;
}

}  // namespace patchbay::store::postgresql
