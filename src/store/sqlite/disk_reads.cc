// Measures blocks per job over some hundred jobs.
#include "store/sqlite/disk_reads.h"

#include <utility>

#include <sys/resource.h>

namespace patchbay::store::sqlite {
namespace {

constexpr std::size_t kJobs = 256;
constexpr long kBlocksAPage = 8;
constexpr std::size_t kOneIn = 4;

long blocks_of_process() {
  rusage used{};
  return getrusage(RUSAGE_SELF, &used) == 0 ? used.ru_inblock : 0;
}

}  // namespace

DiskReads::DiskReads(std::function<long()> blocks)
    : blocks_(blocks ? std::move(blocks) : blocks_of_process), seen_(blocks_()) {}

void DiskReads::after(std::size_t jobs) {
  jobs_ += jobs;
  if (jobs_ < kJobs) return;
  const long now = blocks_();
  const auto pages = static_cast<std::size_t>((now - seen_) / kBlocksAPage);
  usual_.store(pages * kOneIn >= jobs_, std::memory_order_relaxed);
  seen_ = now;
  jobs_ = 0;
}

}  // namespace patchbay::store::sqlite
