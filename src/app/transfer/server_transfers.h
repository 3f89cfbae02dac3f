// Files of customers for the server: exports that are made while they are sent, imports, and bulks
// whose items are read while they are changed.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <span>
#include <vector>

#include "app/transfer/bulk_parts.h"
#include "app/transfer/task_thread.h"
#include "base/clock.h"
#include "core/call/transfers.h"
#include "core/service.h"
#include "store/store.h"

namespace patchbay::app {

// Each export and each bulk has a thread, and one carries out imports, one after another.
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
  static constexpr std::size_t kBulksMax = 2;
  static constexpr std::int64_t kBulkSeconds = 1800;  // then it is cut
  // An import may unpack to this many bytes, or this many times what was sent.
  static constexpr std::uint64_t kUnpackedBytesMax = std::uint64_t{256} << 20;
  static constexpr std::uint64_t kUnpackedTimesMax = 64;

  explicit ServerTransfers(Sources sources);
  ~ServerTransfers() override;
  ServerTransfers(const ServerTransfers&) = delete;
  ServerTransfers& operator=(const ServerTransfers&) = delete;

  // Starts to work. `service` must outlive the jobs. Imports and bulks before that are refused.
  void start(core::Service& service);
  // Cuts the exports, and lets imports and bulks end after the rows that they are writing. To be
  // called before the service and the store end.
  void end();

  bool begin(ExportJob job, Done done) override;
  bool begin(ImportJob job, Done done) override;
  bool begin(BulkJob job, Done done) override;

 private:
  class Pieces;
  struct OwnThread {
    std::unique_ptr<TaskThread> tasks = std::make_unique<TaskThread>();
    std::atomic<bool> is_taken = false;
  };

  [[nodiscard]] Result<core::Outcome> start_export(const ExportJob& job,
                                                   std::shared_ptr<OwnThread> place);
  [[nodiscard]] Result<core::Outcome> start_bulk(const BulkJob& job,
                                                 std::shared_ptr<OwnThread> place);
  // A thread that no other job has until this is dropped; null if there is none.
  [[nodiscard]] static std::shared_ptr<OwnThread> enter(std::span<OwnThread> threads);
  template <class Kind>
  [[nodiscard]] std::vector<std::shared_ptr<Kind>> open(
      const std::vector<std::weak_ptr<Kind>>& sent);
  void end_exports();
  void end_bulks();
  [[nodiscard]] Result<core::Outcome> import(const ImportJob& job);
  [[nodiscard]] static std::shared_ptr<void> enter(std::atomic<std::size_t>& inside,
                                                   std::size_t max);

  const Sources sources_;
  std::atomic<core::Service*> service_ = nullptr;
  std::atomic<bool> is_ending_ = false;
  std::atomic<std::size_t> imports_ = 0;
  std::mutex mutex_;
  std::vector<std::weak_ptr<Pieces>> exports_;   // that are being sent
  std::vector<std::weak_ptr<BulkParts>> bulks_;  // the same
  std::array<OwnThread, kExportsMax> exporting_;
  // They outlive end(), because parts of a bulk that are dropped end on their thread.
  std::array<OwnThread, kBulksMax> changing_;
  std::unique_ptr<TaskThread> importing_;
};

}  // namespace patchbay::app
