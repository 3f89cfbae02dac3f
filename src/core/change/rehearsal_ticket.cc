// An encrypted box with three numbers of eight bytes, lowest first, and the digest of the change.
#include "core/change/rehearsal_ticket.h"

#include "base/digest.h"
#include "base/result.h"
#include "core/access/subject.h"

namespace patchbay::core {
namespace {

constexpr std::string_view kBound = "rehearsal of a change";
constexpr std::size_t kNumberBytes = 8;
constexpr std::size_t kNumbers = 3;
constexpr std::size_t kTextMax = 256;
// By this much the clock of the node that rehearsed may be ahead.
constexpr std::int64_t kClocksDifferSeconds = 60;

std::int64_t number_at(std::string_view plain, std::size_t place) {
  std::uint64_t out = 0;
  for (std::size_t i = 0; i < kNumberBytes; ++i)
    out |= std::uint64_t{static_cast<unsigned char>(plain[place * kNumberBytes + i])} << (8 * i);
  return static_cast<std::int64_t>(out);
}

std::unexpected<Fault> refuse(const RehearsedChange& rehearsed, std::string what) {
  return std::unexpected(Fault(ErrorKind::invalid, std::move(what), rehearsed.field));
}

}  // namespace

std::string seal_ticket(const SecretSealer& sealer, const RehearsalTicket& ticket,
                        std::string_view content) {
  HashInput numbers;
  numbers.add(ticket.principal);
  numbers.add(ticket.version);
  numbers.add(ticket.time.us);
  return base64_url(sealer.box(std::move(numbers).text() + blake2b(content), kBound));
}

std::optional<RehearsalTicket> open_ticket(const SecretSealer& sealer, std::string_view text,
                                           std::string_view content) {
  const auto box = text.size() <= kTextMax ? parse_base64_url(text) : std::nullopt;
  const auto plain = box ? sealer.open(*box, kBound) : std::nullopt;
  const std::string digest = blake2b(content);
  if (!plain || plain->size() != kNumbers * kNumberBytes + digest.size()) return std::nullopt;
  if (!same_bytes(plain->substr(kNumbers * kNumberBytes), digest)) return std::nullopt;
  return RehearsalTicket{number_at(*plain, 0), number_at(*plain, 1), {number_at(*plain, 2)}};
}

Result<void> take_ticket(const SecretSealer& sealer, Instant now, PendingCall& pending) {
  const auto& rehearsed = pending.call.options.rehearsed;
  if (!rehearsed) return {};
  TRY_DO(require_role(pending.actor, pending.call.required_privilege, Access::change));
  const auto ticket = open_ticket(sealer, rehearsed->ticket, rehearsed->content);
  if (!ticket || ticket->principal != pending.actor.principal.id)
    return refuse(*rehearsed,
                  "is not of a rehearsal of this very change by you; rehearse the change as it is "
                  "to be made, and give the id that comes back");
  const Instant until = ticket->time.plus_seconds(RehearsedChange::kSeconds);
  if (until < now || now.plus_seconds(kClocksDifferSeconds) < ticket->time)
    return refuse(*rehearsed, "is older than ten minutes; rehearse the change again");
  // Both may let another version pass, and then a ticket could be used twice.
  CallOptions& options = pending.call.options;
  if (options.if_match || options.rebase)
    return refuse(*rehearsed,
                  "is for the version that was rehearsed; leave out If-Match and Prefer: "
                  "handling=rebase");
  options.if_version = ticket->version;
  return {};
}

}  // namespace patchbay::core
