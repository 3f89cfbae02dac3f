// Anchors for operators: printed, written now and then, and held against a store.
#pragma once

#include <expected>
#include <filesystem>
#include <string>
#include <vector>

#include "app/observe/log.h"
#include "base/clock.h"
#include "record/history/anchor.h"
#include "store/store.h"

namespace patchbay::app {

// The newest seal that `reader` sees, signed by the pair that follows from `sealing_key`. Throws
// store::Unavailable where there is none.
[[nodiscard]] Anchor make_anchor(store::ReadTransaction& reader, std::string_view sealing_key,
                                 Instant now);
// As one line of JSON, without its end.
[[nodiscard]] std::string to_json_line(const Anchor& anchor);

// The seals that a file of anchors tells, one a line. The error is a sentence for the operator,
// also where one was not signed by the pair of `sealing_key`.
[[nodiscard]] std::expected<std::vector<AuditSeal>, std::string> read_anchor_file(
    const std::filesystem::path& file, std::string_view sealing_key);

// The command `anchor`: prints one. The exit code: 0 done, 2 not.
[[nodiscard]] int print_anchor(const std::string& location, const std::string& key_file);

// Tells an anchor now and then: to the log and, where one is named, at the end of a file.
class AnchorSchedule {
 public:
  // `minutes` 0: never. What is handed in outlives this.
  AnchorSchedule(store::Store& store, const Clock& clock, const Log& log, std::string sealing_key,
                 std::int64_t minutes, std::filesystem::path file)
      : store_(store),
        clock_(clock),
        log_(log),
        sealing_key_(std::move(sealing_key)),
        minutes_(minutes),
        file_(std::move(file)) {}

  // To be called about once a minute, by one thread.
  void tick();

 private:
  store::Store& store_;
  const Clock& clock_;
  const Log& log_;
  const std::string sealing_key_;
  const std::int64_t minutes_;
  const std::filesystem::path file_;
  Instant written_at_{};
};

}  // namespace patchbay::app
