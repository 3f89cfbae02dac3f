// Compares and writes in one transaction of the store, so that of two nodes one is refused.
#include "reach/delivery/store_ledger.h"

#include <algorithm>
#include <memory>

namespace patchbay::reach {

using store::Committed;
using store::Transaction;

std::vector<Webhook> StoreLedger::webhooks() {
  std::vector<Webhook> out;
  for (const Reference& each :
       store_.read()->references(ReferenceKind::webhook, 0, Webhook::kMax)) {
    Webhook webhook = to_webhook(each);
    if (webhook.enabled) out.push_back(std::move(webhook));
  }
  return out;
}

std::optional<Destination> StoreLedger::destination(std::int64_t id) {
  return store_.read()->destination(id);
}

void StoreLedger::take_lease(const Destination& seen, const std::string& node,
                             std::function<void(std::optional<Destination>)> done) {
  const auto taken = std::make_shared<std::optional<Destination>>();
  store_.write(
      [id = seen.id, fence = seen.fence, beat = seen.beat, node, taken](Transaction& transaction) {
        *taken = transaction.destination(id);
        if (!*taken || (*taken)->fence != fence || (*taken)->beat != beat) {
          taken->reset();
          return false;
        }
        (*taken)->holder = node;
        ++(*taken)->fence;
        ++(*taken)->beat;
        transaction.save(**taken);
        return true;
      },
      [taken, done = std::move(done)](Committed committed) {
        done(committed == Committed::yes ? *taken : std::nullopt);
      });
}

void StoreLedger::save(const Destination& state, std::vector<DeliveryAttempt> attempts,
                       std::function<void(Kept)> done) {
  const auto is_refused = std::make_shared<bool>(false);
  store_.write(
      [state, attempts = std::move(attempts), is_refused](Transaction& transaction) {
        const auto kept = transaction.destination(state.id);
        *is_refused = !kept || kept->fence != state.fence || kept->generation != state.generation;
        if (*is_refused) return false;
        transaction.save(state);
        transaction.save(std::span(attempts));
        return true;
      },
      [is_refused, done = std::move(done)](Committed committed) {
        if (committed == Committed::yes) return done(Kept::yes);
        done(committed == Committed::nothing && *is_refused ? Kept::refused : Kept::failed);
      });
}

}  // namespace patchbay::reach
