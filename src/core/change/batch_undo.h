// The changes of a batch of any length, to be taken back.
#pragma once

#include <cstddef>
#include <span>
#include <utility>
#include <vector>

#include "core/access/actor.h"
#include "core/call/call.h"
#include "store/store.h"

namespace patchbay::core {

// An item for each customer in reach of `actor`. Those that were created go first, the newest
// before the others, so that each is deleted before the one above it. Keeps 16 bytes for a change.
class BatchUndo final : public BulkItems {
 public:
  // `store` must outlive this.
  BatchUndo(store::Store& store, Actor actor, const Uuid& batch, bool force)
      : store_(store), actor_(std::move(actor)), batch_(batch), force_(force) {}

  // Faults: the batch changed nothing that the actor sees.
  [[nodiscard]] Result<std::size_t> count() override;
  [[nodiscard]] Result<std::optional<BulkItem>> next() override;

 private:
  using Change = std::pair<CustomerId, Version>;

  [[nodiscard]] BulkItem item_of(std::span<const Change> changes) const;

  store::Store& store_;
  const Actor actor_;
  const Uuid batch_;
  const bool force_;
  std::vector<Change> changes_;  // by customer and version
  std::size_t before_ = 0;       // the creations of this many of them are still to come
  std::size_t after_ = 0;        // the other changes of this many were given
};

}  // namespace patchbay::core
