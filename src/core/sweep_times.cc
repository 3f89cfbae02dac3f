// Days and hours of the settings, back from now.
#include "core/sweep_times.h"

#include <memory>

namespace patchbay::core {
namespace {

constexpr std::int64_t kSweptHour = 3600;
constexpr std::int64_t kSweptDay = 24 * kSweptHour;

void erase_history(store::Store& store, Instant before, Instant now) {
  const auto more = std::make_shared<bool>(false);
  store.write(
      [before, now, more](store::Transaction& transaction) {
        *more = transaction.erase_history(before, now);
        return true;
      },
      [&store, before, now, more](store::Committed committed) {
        if (committed == store::Committed::yes && *more) erase_history(store, before, now);
      });
}

}  // namespace

SweepTimes sweep_times(const ServiceOptions& options, Instant now) {
  SweepTimes out{
      .rows = {.now = now,
               .attempts_before = now.plus_seconds(-kSweptDay),
               .attempts_after = now.plus_seconds(kSweptDay),
               .requests_before = now.plus_seconds(-options.request_days * kSweptDay),
               .answers_before = now.plus_seconds(-options.idempotency_hours * kSweptHour)},
      .history_before = {}};
  if (options.history_days > 0)
    out.history_before = now.plus_seconds(-options.history_days * kSweptDay);
  if (options.delivery_days > 0) {
    out.rows.deliveries_before = now.plus_seconds(-options.delivery_days * kSweptDay);
    out.rows.deliveries_after = now.plus_seconds(kSweptDay);
  }
  return out;
}

void remove_old(store::Store& store, const ServiceOptions& options, Instant now) {
  const SweepTimes times = sweep_times(options, now);
  store.write(
      [rows = times.rows](store::Transaction& transaction) {
        transaction.sweep(rows);
        return true;
      },
      [](store::Committed) {});
  if (times.history_before) erase_history(store, *times.history_before, now);
}

}  // namespace patchbay::core
