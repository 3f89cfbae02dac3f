// A bulk of many items, which are read while earlier ones are changed.
#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>

#include "app/transfer/bulk_sender.h"
#include "app/transfer/task_thread.h"
#include "core/call/transfers.h"

namespace patchbay::app {

// Changes are made no further ahead of what was taken than two groups of items. Threads: any.
class BulkParts final : public core::BatchParts, public std::enable_shared_from_this<BulkParts> {
 public:
  // What is referred to must outlive this.
  struct Sources {
    core::Service& service;
    TaskThread& thread;  // reads the items
    std::shared_ptr<void> place;
    std::function<bool()> may_go_on;
  };
  BulkParts(Sources sources, const core::Transfers::BulkJob& job);
  // What was begun ends on the thread, so that the caller does not wait for it.
  ~BulkParts() override;
  BulkParts(const BulkParts&) = delete;
  BulkParts& operator=(const BulkParts&) = delete;

  void next(Take take) override;
  void watch(std::function<void(const core::BatchPart&)> count) override {
    count_ = std::move(count);
  }
  // The next part. Blocks until it is done. Not to be called on a thread of the store. Nothing if
  // the bulk cannot go on.
  [[nodiscard]] std::optional<core::BatchPart> make();
  // Begins nothing more.
  void cut() { is_cut_ = true; }
  // Waits for what was begun, and gives the place back.
  void release();

 private:
  struct Begun {
    std::size_t first = 0;  // its number in the bulk
    std::size_t count = 0;
  };
  // What is under way. Its end waits for that.
  struct Work {
    Work(std::shared_ptr<void> place_taken, core::Service& service,
         const core::Transfers::BulkJob& job)
        : place(std::move(place_taken)),
          items(job.items),
          sender(service, job.like, job.principal) {}

    std::shared_ptr<void> place;
    std::shared_ptr<core::BulkItems> items;
    BulkSender sender;
    std::deque<Begun> begun;
    std::size_t read = 0;
    bool is_at_end = false;
  };

  [[nodiscard]] Result<void> begin_more(Work& work) const;

  TaskThread& thread_;
  const std::function<bool()> may_go_on_;
  std::function<void(const core::BatchPart&)> count_;
  std::mutex mutex_;
  std::unique_ptr<Work> work_;  // null once it was released
  std::atomic<bool> is_cut_ = false;
};

}  // namespace patchbay::app
