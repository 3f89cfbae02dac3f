// Reads a group of items, begins it, and waits for the one before.
#include "app/transfer/bulk_parts.h"

#include <utility>
#include <vector>

#include "base/result.h"
#include "core/batch_part.h"

namespace patchbay::app {
namespace {

// As many as core commits together, so that other callers hardly wait.
constexpr std::size_t kItemsAtOnce = core::kPartItemsMax / 2;
// While one is committed, the next is planned.
constexpr std::size_t kGroupsAtOnce = 2;

}  // namespace

BulkParts::BulkParts(Sources sources, const core::Transfers::BulkJob& job)
    : thread_(sources.thread),
      may_go_on_(std::move(sources.may_go_on)),
      work_(std::make_unique<Work>(std::move(sources.place), sources.service, job)) {}

BulkParts::~BulkParts() {
  if (work_) thread_.run([work = std::shared_ptr<Work>(std::move(work_))] {});
}

void BulkParts::next(Take take) {
  if (is_cut_) return;
  thread_.run([self = shared_from_this(), take = std::make_shared<Take>(std::move(take))] {
    auto part = self->make();
    if (!part) return;
    if (self->count_) self->count_(*part);
    (*take)(*std::move(part));
  });
}

void BulkParts::release() {
  const std::lock_guard lock(mutex_);
  work_.reset();
}

std::optional<core::BatchPart> BulkParts::make() {
  const std::lock_guard lock(mutex_);
  if (!work_) return std::nullopt;
  core::BatchPart out;
  const bool is_good = !is_cut_ && may_go_on_() && begin_more(*work_);
  if (is_good && !work_->begun.empty()) {
    const Begun group = work_->begun.front();
    work_->begun.pop_front();
    auto batch = work_->sender.wait();
    if (batch) {
      out.items = std::move(batch->items);
      for (core::BatchItem& each : out.items) each.index += group.first;
    } else {
      for (std::size_t i = 0; i < group.count; ++i)
        out.items.push_back({.index = group.first + i, .fault = batch.error()});
    }
  }
  // The next group is planned and written while this one is sent.
  if (!is_good || !begin_more(*work_)) {
    work_.reset();
    return std::nullopt;
  }
  out.is_last = work_->begun.empty();
  if (out.is_last) work_.reset();
  return out;
}

Result<void> BulkParts::begin_more(Work& work) const {
  while (!work.is_at_end && work.begun.size() < kGroupsAtOnce) {
    std::vector<core::BulkItem> items;
    std::vector<std::size_t> numbers;
    while (items.size() < kItemsAtOnce) {
      auto item = TRY(work.items->next());
      work.is_at_end = !item;
      if (!item) break;
      items.push_back(*std::move(item));
      numbers.push_back(work.read + numbers.size());
    }
    if (items.empty()) break;
    work.begun.push_back({.first = work.read, .count = items.size()});
    work.read += items.size();
    work.sender.begin(std::move(items), std::move(numbers));
  }
  return {};
}

}  // namespace patchbay::app
