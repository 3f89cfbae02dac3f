// What store tests share: folders that vanish, customers in one line, and waiting without sleeping.
#pragma once

#include <filesystem>
#include <future>
#include <string>

#include "store/store.h"

namespace patchbay::store {

// A new empty folder, gone at the end of the scope.
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

// A first version: `parent` 0 for the root.
[[nodiscard]] Record made(std::int64_t id, std::int64_t parent, const std::string& name);
// The next version of `record`, with one value set or, without one, cleared.
[[nodiscard]] Record with(Record record, Field field, std::optional<Value> value);
// The entry that leads from `before` (null: nothing) to `after`.
[[nodiscard]] Entry entry_to(const Record* before, const Record& after);

// Keeps `after` with the entry that leads to it from what stands.
void save_customer(Transaction& transaction, const Record& after);
[[nodiscard]] Committed save_customer(Store& store, const Record& after);
// Sets or clears one value of a customer that stands.
[[nodiscard]] Committed amend(Store& store, std::int64_t id, Field field,
                              std::optional<Value> value);

// Keeps a hundred answers of half a page each, under the keys 0 to 99 of principal `number` and of
// that moment.
[[nodiscard]] Committed fill(Store& store, std::int64_t number);

// Holds the write queue in a job until opened, so that what is written meanwhile is one batch.
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

// The fate of a write, to be waited for.
[[nodiscard]] std::future<Committed> write_later(Store& store, Job job,
                                                 const JobSubject& about = {});

}  // namespace patchbay::store
