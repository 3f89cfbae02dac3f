// Kept answers: found by principal and key, sealed to both.
#include "core/answers.h"

#include "base/digest.h"

namespace patchbay::core {
namespace {

// What an answer is sealed to.
std::string binding(const Pending& pending) {
  return std::to_string(pending.actor.principal.id) + '/' + pending.call.how.once->key;
}

}  // namespace

Result<std::optional<std::string>> Answers::find(store::Reader& reader,
                                                 const Pending& pending) const {
  const IdempotencyKey& once = *pending.call.how.once;
  const auto kept = reader.answer(pending.actor.principal.id, once.key);
  if (!kept || kept->time.plus_seconds(seconds_) <= clock_.now()) return std::nullopt;
  if (!same_bytes(kept->fingerprint, sealer_.fingerprint(once.content)))
    return std::unexpected(
        Fault(Wrong::invalid, "was used before, for another request", once.field));
  auto answer = sealer_.open(kept->answer, binding(pending));
  if (!answer)
    return std::unexpected(
        Fault(Wrong::unavailable, "what was answered before cannot be read: another sealing key"));
  return answer;
}

void Answers::keep(store::Transaction& transaction, const Pending& pending,
                   std::string_view what) const {
  const IdempotencyKey& once = *pending.call.how.once;
  transaction.save(KeptAnswer{pending.actor.principal.id, once.key,
                              sealer_.fingerprint(once.content),
                              sealer_.box(what, binding(pending)), clock_.now()});
}

Work Answers::once(Work work) const {
  return [this, work = std::move(work)](store::Transaction& transaction,
                                        Pending& pending) -> Result<Outcome> {
    const auto& once = pending.call.how.once;
    if (!once || !once->render || pending.call.how.rehearse) return work(transaction, pending);
    auto before = find(transaction, pending);
    if (!before) return std::unexpected(std::move(before.error()));
    if (*before) return Replay{std::move(**before)};
    auto outcome = work(transaction, pending);
    if (outcome) keep(transaction, pending, once->render(*outcome));
    return outcome;
  };
}

}  // namespace patchbay::core
