// Collects what a batch changed, and gives it customer by customer.
#include "core/change/batch_undo.h"

#include <algorithm>

#include "core/access/subject.h"
#include "core/change/batch.h"
#include "core/read/batch_requests.h"

namespace patchbay::core {

Result<std::size_t> BatchUndo::count() {
  changes_.clear();
  BatchRequests requests(batch_);
  while (true) {
    const auto reader = store_.read();
    const auto page = requests.next(*reader);
    if (page.empty()) break;
    for (const RequestRecord& each : page)
      if (each.changed && reaches(actor_, reader->lineage(each.customer)))
        changes_.emplace_back(each.customer, each.version);
  }
  if (changes_.empty())
    return std::unexpected(
        Fault(ErrorKind::unknown_object, "changed no customer that you can see", "batch"));
  std::ranges::sort(changes_);
  before_ = changes_.size();
  after_ = 0;
  std::size_t out = 0;
  for (std::size_t i = 0; i < changes_.size(); ++i)
    if (i == 0 || changes_[i].first != changes_[i - 1].first) ++out;
  return out;
}

Result<std::optional<BulkItem>> BatchUndo::next() {
  const auto is_creation = [](std::span<const Change> changes) {
    return changes.front().second == 1;
  };
  while (before_ > 0) {
    std::size_t first = before_ - 1;
    while (first > 0 && changes_[first - 1].first == changes_[first].first) --first;
    const auto changes = std::span(changes_).subspan(first, before_ - first);
    before_ = first;
    if (is_creation(changes)) return item_of(changes);
  }
  while (after_ < changes_.size()) {
    std::size_t end = after_ + 1;
    while (end < changes_.size() && changes_[end].first == changes_[after_].first) ++end;
    const auto changes = std::span(changes_).subspan(after_, end - after_);
    after_ = end;
    if (!is_creation(changes)) return item_of(changes);
  }
  return std::nullopt;
}

BulkItem BatchUndo::item_of(std::span<const Change> changes) const {
  std::vector<Version> versions;
  for (const Change& each : changes) versions.push_back(each.second);
  return {.change = undo_of(changes.front().first, std::move(versions), force_),
          .if_version = {},
          .problems = {}};
}

}  // namespace patchbay::core
