// Kept answers: found by principal and key, sealed to both.
#include "core/answers.h"

#include "base/digest.h"

namespace patchbay::core {
namespace {

// What an answer is sealed to.
std::string binding(const Principal& principal, const IdempotencyKey& once) {
  return std::to_string(principal.id) + '/' + once.key;
}

}  // namespace

Result<std::optional<std::string>> Answers::find(store::Reader& reader, const Principal& principal,
                                                 const IdempotencyKey& once) const {
  const auto kept = reader.answer(principal.id, once.key);
  if (!kept || kept->time.plus_seconds(seconds_) <= clock_.now()) return std::nullopt;
  if (!same_bytes(kept->fingerprint, sealer_.fingerprint(once.content)))
    return std::unexpected(
        Fault(Wrong::invalid, "was used before, for another request", once.field));
  auto answer = sealer_.open(kept->answer, binding(principal, once));
  if (!answer)
    return std::unexpected(
        Fault(Wrong::conflict,
              "was used before, under another sealing key: what was answered then cannot be read",
              once.field));
  return answer;
}

void Answers::keep(store::Transaction& transaction, const Principal& principal,
                   const IdempotencyKey& once, std::string_view what) const {
  transaction.save(KeptAnswer{principal.id, once.key, sealer_.fingerprint(once.content),
                              sealer_.box(what, binding(principal, once)), clock_.now()});
}

Work Answers::once(Work work) const {
  return [this, work = std::move(work)](store::Transaction& transaction,
                                        Pending& pending) -> Result<Outcome> {
    const auto& once = pending.call.how.once;
    if (!once || !once->render || pending.call.how.rehearse) return work(transaction, pending);
    const Principal& principal = pending.actor.principal;
    auto before = find(transaction, principal, *once);
    if (!before) return std::unexpected(std::move(before.error()));
    if (*before) return Replay{std::move(**before)};
    auto outcome = work(transaction, pending);
    if (outcome) keep(transaction, principal, *once, once->render(*outcome));
    return outcome;
  };
}

}  // namespace patchbay::core
