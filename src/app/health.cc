// Looking at the store: a read, and what became of the last commit.
#include "app/health.h"

#include "store/marks.h"

namespace patchbay::app {
namespace {

constexpr std::int64_t kSecondsBetweenLooks = 1;
constexpr std::string_view kMark = "readiness";

}  // namespace

std::string_view Health::trouble() {
  const std::unique_lock looking(looking_, std::try_to_lock);
  if (!looking) return trouble_.load();
  const Instant now = clock_.now();
  const bool is_recent = looked_ <= now && now < looked_.plus_seconds(kSecondsBetweenLooks);
  if (is_recent) return trouble_.load();
  trouble_ = look();
  looked_ = now;
  return trouble_.load();
}

const char* Health::look() {
  if (const char* why = store_.trouble()) return why;
  try {
    (void)store_.read()->mark(kMark);
  } catch (const std::exception&) {
    return "the store cannot be read";
  }
  const store::Figures figures = store_.figures();
  if (figures.waiting >= store::Store::kQueueMax) return "more changes wait than may";
  if (figures.sound) return "";
  try_a_commit();
  return "the last change could not be committed";
}

// A server that is not ready is sent no changes whose commit could show that it is again.
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
