// Checks the store: a read, and the result of the last commit.
#include "app/observe/health.h"

#include "store/marks.h"

namespace patchbay::app {
namespace {

constexpr std::int64_t kSecondsBetweenChecks = 1;
constexpr std::string_view kMark = "readiness";

}  // namespace

std::string_view Health::storage_problem() {
  const std::unique_lock checking(checking_, std::try_to_lock);
  if (!checking) return problem_.load();
  const Instant now = clock_.now();
  const bool is_recent =
      checked_at_ <= now && now < checked_at_.plus_seconds(kSecondsBetweenChecks);
  if (is_recent) return problem_.load();
  problem_ = check();
  checked_at_ = now;
  return problem_.load();
}

const char* Health::check() {
  if (const char* why = store_.storage_problem()) return why;
  try {
    (void)store_.read()->mark(kMark);
  } catch (const std::exception&) {
    return "the store cannot be read";
  }
  const store::StoreStats stats = store_.stats();
  if (stats.waiting >= store::Store::kQueueMax) return "too many changes are waiting";
  if (stats.usable) return "";
  try_a_commit();
  return "the last change could not be committed";
}

// A server that is not ready receives no changes, so it commits something itself to find out when
// commits work again.
void Health::try_a_commit() {
  if (is_trying_.exchange(true)) return;
  store_.write(
      [now = clock_.now()](store::Transaction& transaction) {
        store::set_mark(transaction, {std::string(kMark), 1}, now);
        return true;
      },
      [this](store::Committed) { is_trying_ = false; });
}

}  // namespace patchbay::app
