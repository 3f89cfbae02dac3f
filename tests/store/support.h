// Helpers for tests of stores: temporary folders, customers in one line, and waiting without
// sleeping.
#pragma once

#include <filesystem>
#include <future>
#include <string>

#include "store/store.h"

namespace patchbay::store {

// A new empty folder, removed at the end of the scope.
class TempFolder {
 public:
  TempFolder();
  ~TempFolder();
  TempFolder(const TempFolder&) = delete;
  TempFolder& operator=(const TempFolder&) = delete;
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

// Returns a first version; `parent` 0 for the root.
[[nodiscard]] Record made(std::int64_t id, std::int64_t parent, const std::string& name);
// Returns the next version of `record` with one value set or, without a value, cleared.
[[nodiscard]] Record with(Record record, Field field, std::optional<Value> value);
// Returns the entry for the change from `before` (null: new) to `after`.
[[nodiscard]] Entry entry_to(const Record* before, const Record& after);

// Saves `after` with the entry for the change from the stored record.
void save_customer(Transaction& transaction, const Record& after);
[[nodiscard]] Committed save_customer(Store& store, const Record& after);
// Sets or clears one value of a stored customer.
[[nodiscard]] Committed amend(Store& store, std::int64_t id, Field field,
                              std::optional<Value> value);

// Saves a hundred replies of half a page each, with keys 0 to 99, for principal `number` at that
// time.
[[nodiscard]] Committed fill(Store& store, std::int64_t number);

// Blocks the write queue in a job until opened, so that jobs queued in between form one batch.
class Gate {
 public:
  explicit Gate(Store& store);
  ~Gate() { open(); }
  Gate(const Gate&) = delete;
  Gate& operator=(const Gate&) = delete;
  void open();

 private:
  std::promise<void> opened_;
  bool open_ = false;
};

// Queues a write and returns its future result.
[[nodiscard]] std::future<Committed> write_later(Store& store, Job job,
                                                 const JobSubject& about = {});

// Takes a store of the newest schema back to schema 10.
inline const std::string kBackToSchema10 =
    "DROP INDEX requests_by_time; CREATE INDEX requests_by_time ON requests (time_us);"
    "DROP INDEX requests_by_batch;"
    "CREATE INDEX requests_by_batch ON requests (batch) WHERE batch IS NOT NULL;"
    "DROP TABLE destinations; DROP TABLE delivery_attempts; DROP TABLE system_links;";

}  // namespace patchbay::store
