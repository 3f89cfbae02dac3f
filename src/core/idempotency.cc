// Stored replies, found by principal and key and encrypted with both as associated data.
#include "core/idempotency.h"

#include "base/digest.h"

namespace patchbay::core {
namespace {

// The associated data of a stored reply.
std::string binding(std::int64_t principal, std::string_view key) {
  return std::to_string(principal) + '/' + std::string(key);
}

// The same for the reply to an erasing, which holds no values of the person. With associated data
// that differ, open() passes over it, so that it stays when replies that mention the person go.
std::string erasing_binding(std::int64_t principal, std::string_view key) {
  return "erase:" + binding(principal, key);
}

}  // namespace

Result<std::optional<std::string>> IdempotencyRecords::find(store::ReadTransaction& reader,
                                                            const Principal& principal,
                                                            const IdempotencyKey& key) const {
  const auto kept = reader.idempotency_record(principal.id, key.key);
  if (!kept || kept->time.plus_seconds(seconds_) <= clock_.now()) return std::nullopt;
  if (!same_bytes(kept->fingerprint, sealer_.fingerprint(key.content)))
    return std::unexpected(
        Fault(ErrorKind::invalid, "was used before, for another request", key.field));
  if (kept->reply.empty())
    return std::unexpected(Fault(
        ErrorKind::conflict,
        "was used before, and the stored reply was erased with the data of a person", key.field));
  auto answer = open(*kept);
  if (!answer) answer = sealer_.open(kept->reply, erasing_binding(kept->principal, kept->key));
  if (!answer)
    return std::unexpected(
        Fault(ErrorKind::conflict,
              "was used before, with another sealing key, so the stored reply cannot be read",
              key.field));
  return answer;
}

std::optional<std::string> IdempotencyRecords::open(const IdempotencyRecord& kept) const {
  if (kept.reply.empty()) return std::nullopt;
  return sealer_.open(kept.reply, binding(kept.principal, kept.key));
}

void IdempotencyRecords::save(store::Transaction& transaction, const Principal& principal,
                              const IdempotencyKey& key, std::string_view what) const {
  save_bound(transaction, principal, key, sealer_.box(what, binding(principal.id, key.key)));
}

void IdempotencyRecords::save_bound(store::Transaction& transaction, const Principal& principal,
                                    const IdempotencyKey& key, std::string box) const {
  transaction.save(IdempotencyRecord{principal.id, key.key, sealer_.fingerprint(key.content),
                                     std::move(box), clock_.now()});
}

Work IdempotencyRecords::do_once(Work work) const {
  return [this, work = std::move(work)](store::Transaction& transaction,
                                        PendingCall& pending) -> Result<Outcome> {
    const auto& key = pending.call.options.idempotency_key;
    if (!key || !key->render || pending.call.options.rehearse) return work(transaction, pending);
    const Principal& principal = pending.actor.principal;
    auto before = find(transaction, principal, *key);
    if (!before) return std::unexpected(std::move(before.error()));
    if (*before) return Replay{std::move(**before)};
    auto outcome = work(transaction, pending);
    if (!outcome) return outcome;
    const std::string reply = key->render(*outcome);
    if (std::holds_alternative<EraseCustomer>(pending.call.request))
      save_bound(transaction, principal, *key,
                 sealer_.box(reply, erasing_binding(principal.id, key->key)));
    else
      save(transaction, principal, *key, reply);
    return outcome;
  };
}

}  // namespace patchbay::core
