// Opening, and trying once more in another session.
#include "store/postgresql/writer.h"

#include <algorithm>

#include "store/sql/schema.h"

namespace patchbay::store::postgresql {
namespace {

// So many sessions are tried for one batch, of which nothing is kept.
constexpr int kSessionsMax = 2;

bool all_failed(const std::vector<sql::Fate>& fates) {
  return std::ranges::all_of(fates, [](const auto& each) { return each == Committed::failed; });
}

}  // namespace

bool Writer::ready() {
  if (connection_ && connection_->sound()) return true;
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

// A session may have ended while nobody used it: what it was the first to hear of is done in
// another.
std::vector<sql::Fate> Writer::work(std::span<const Queued> jobs) {
  std::vector<sql::Fate> fates;
  for (int attempt = 1; ready(); ++attempt) {
    fates = sql::work_through(*connection_, catalogue_, claim_, jobs, tallies_);
    if (connection_->sound() || attempt == kSessionsMax || !all_failed(fates)) return fates;
  }
  if (fates.empty()) {
    tallies_.no_commit(jobs.size());
    tallies_.cannot_write(jobs.size(), why_);
    fates.resize(jobs.size(), Committed::failed);
  }
  return fates;
}

}  // namespace patchbay::store::postgresql
