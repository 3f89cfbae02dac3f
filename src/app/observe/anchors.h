// Anchors for operators: made, written on a schedule, and read from a file to compare them with a
// store.
#pragma once

#include <atomic>
#include <expected>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "app/observe/log.h"
#include "base/clock.h"
#include "record/history/anchor.h"
#include "store/store.h"

namespace patchbay::app {

// The newest seal that `reader` sees, signed with the key pair derived from `sealing_key`. Throws
// store::Unavailable if there is no seal.
[[nodiscard]] Anchor make_anchor(store::ReadTransaction& reader, std::string_view sealing_key,
                                 Instant now);
// One line of JSON without the line feed.
[[nodiscard]] std::string to_json_line(const Anchor& anchor);

// Reads the seals in a file of anchors, one a line. The error is a sentence for the operator; an
// anchor that was not signed with the key pair of `sealing_key` is an error.
[[nodiscard]] std::expected<std::vector<AuditSeal>, std::string> read_anchor_file(
    const std::filesystem::path& file, std::string_view sealing_key);

// Writes an anchor at intervals to the log and, if a file is named, to its end.
class AnchorSchedule {
 public:
  // `minutes` 0 means never. The references must outlive this.
  AnchorSchedule(store::Store& store, const Clock& clock, const Log& log, std::string sealing_key,
                 std::int64_t minutes, std::filesystem::path file)
      : store_(store),
        clock_(clock),
        log_(log),
        sealing_key_(std::move(sealing_key)),
        minutes_(minutes),
        file_(std::move(file)) {}

  // Must be called about once a minute, by one thread.
  void tick();
  // When the last anchor was written; nothing if none was yet. Threads: any.
  [[nodiscard]] std::optional<Instant> written_at() const;

 private:
  store::Store& store_;
  const Clock& clock_;
  const Log& log_;
  const std::string sealing_key_;
  const std::int64_t minutes_;
  const std::filesystem::path file_;
  std::atomic<std::int64_t> written_us_ = 0;
};

}  // namespace patchbay::app
