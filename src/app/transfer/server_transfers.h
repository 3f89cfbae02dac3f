// Files of customers for the server: exports that are made while they are sent, and imports.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

#include "app/transfer/task_thread.h"
#include "base/clock.h"
#include "core/call/transfers.h"
#include "core/service.h"
#include "store/store.h"

namespace patchbay::app {

// One thread makes the pieces of all exports, and one carries out imports, one after another.
// Threads: any.
class ServerTransfers final : public core::Transfers {
 public:
  // What is referred to must outlive this.
  struct Sources {
    store::Store& store;
    const Clock& clock;
  };
  // Each export has a thread and holds one of the store's readers, and what it shows is kept for
  // it.
  static constexpr std::size_t kExportsMax = 2;
  static constexpr std::int64_t kExportSeconds = 1800;  // then it is cut
  static constexpr std::size_t kImportsMax = 4;         // one runs, the others wait
  static constexpr std::int64_t kImportSeconds = 1800;  // then it stops; sent again, it goes on
  // An import may unpack to this many bytes, or this many times what was sent.
  static constexpr std::uint64_t kUnpackedBytesMax = std::uint64_t{256} << 20;
  static constexpr std::uint64_t kUnpackedTimesMax = 64;

  explicit ServerTransfers(Sources sources);
  ~ServerTransfers() override;
  ServerTransfers(const ServerTransfers&) = delete;
  ServerTransfers& operator=(const ServerTransfers&) = delete;

  // Starts to work. `service` must outlive the jobs. Imports before that are refused.
  void start(core::Service& service);
  // Cuts the exports, and lets the import end after the rows that it is writing. To be called
  // before the service and the store end.
  void end();

  bool begin(ExportJob job, Done done) override;
  bool begin(ImportJob job, Done done) override;

 private:
  class Pieces;
  struct ExportThread {
    std::unique_ptr<TaskThread> tasks = std::make_unique<TaskThread>();
    std::atomic<bool> is_taken = false;
  };

  [[nodiscard]] Result<core::Outcome> start_export(const ExportJob& job,
                                                   std::shared_ptr<ExportThread> place);
  // A thread that no other export has until this is dropped; null if there is none.
  [[nodiscard]] std::shared_ptr<ExportThread> enter_export();
  [[nodiscard]] std::vector<std::shared_ptr<Pieces>> open();
  [[nodiscard]] Result<core::Outcome> import(const ImportJob& job);
  [[nodiscard]] static std::shared_ptr<void> enter(std::atomic<std::size_t>& inside,
                                                   std::size_t max);

  const Sources sources_;
  std::atomic<core::Service*> service_ = nullptr;
  std::atomic<bool> is_ending_ = false;
  std::atomic<std::size_t> imports_ = 0;
  std::mutex mutex_;
  std::vector<std::weak_ptr<Pieces>> open_;  // exports that are being sent
  std::array<ExportThread, kExportsMax> exporting_;
  std::unique_ptr<TaskThread> importing_;
};

}  // namespace patchbay::app
