// Sends bulks to core and waits for their outcome.
#pragma once

#include <deque>
#include <expected>
#include <future>
#include <optional>
#include <string>
#include <vector>

#include "app/transfer/task_thread.h"
#include "core/service.h"

namespace patchbay::app {

// Why an import, or the undoing of one, was not finished.
struct ImportError {
  std::string what;            // a sentence for the operator
  std::optional<Fault> fault;  // of core, for all rows: otherwise it is about the file

  ImportError(std::string sentence) : what(std::move(sentence)) {}
};

// As the author of an import in history.
inline constexpr const char* kImportAuthor = "patchbay import";

// Bulks of at most core::kPartItemsMax items are executed in the order in which they were begun,
// each as soon as the one before it is queued. Those of a plan, which write nothing, are worked out
// two at a time.
class BulkSender {
 public:
  struct Options {
    Uuid batch{};          // the batch that all bulks are parts of; nil: each is a separate batch
    std::string reason{};  // for history
    bool is_plan = false;  // nothing is written
    // Whose rights are used; 0: those of the system owner.
    std::int64_t principal = 0;
    core::Caller caller{.credentials = {}, .door = "cli", .source = {}};
  };
  BulkSender(core::Service& service, Options options);
  // Each bulk is a copy of `like`, but for its items, as part of the batch that has the id of
  // `like`. `principal` as in Options.
  BulkSender(core::Service& service, core::Call like, std::int64_t principal)
      : service_(service), like_(std::move(like)), principal_(principal) {}
  // Waits for the bulks that were begun.
  ~BulkSender();
  BulkSender(const BulkSender&) = delete;
  BulkSender& operator=(const BulkSender&) = delete;

  // Begins a bulk. `numbers`: of the items, unique in the batch; empty: none.
  void begin(std::vector<core::BulkItem> items, std::vector<std::size_t> numbers);
  // Waits for the bulk that was begun first of those that were not waited for.
  [[nodiscard]] Result<core::Batch> wait();
  // The same. An item that failed because the store cannot be written is a failure of the bulk.
  [[nodiscard]] std::expected<core::Batch, ImportError> finish();

 private:
  core::Service& service_;
  const core::Call like_;
  const std::int64_t principal_;
  std::deque<std::future<Result<core::Outcome>>> outcomes_;
  TaskThread thread_;
  TaskThread beside_;  // every second bulk of a plan
  std::size_t begun_ = 0;
};

}  // namespace patchbay::app
