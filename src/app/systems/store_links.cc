// Each save compares the turn of a link in the transaction that writes it.
#include "app/systems/store_links.h"

#include <algorithm>
#include <set>

#include "store/awaited.h"

namespace patchbay::app {
namespace {

using reach::Decision;
using store::Committed;
using store::Transaction;

constexpr std::size_t kLinksPage = 1000;
// Links of one transaction.
constexpr std::size_t kWritten = 200;

std::vector<AgreedField> agreed_of(const reach::Base& base) {
  std::vector<AgreedField> out;
  for (const auto& [name, agreed] : base)
    out.push_back({name, agreed.ours, agreed.theirs, agreed.sent});
  return out;
}

// What still waits: a field on which both have just agreed does not.
std::vector<OpenField> still_open(const SystemLink& before, const reach::Base& base) {
  std::vector<OpenField> out;
  for (const OpenField& each : before.open) {
    const auto agreed = base.find(each.name);
    const auto old = std::ranges::find(before.agreed, each.name, &AgreedField::name);
    const bool is_new =
        agreed != base.end() && (old == before.agreed.end() || old->ours != agreed->second.ours ||
                                 old->theirs != agreed->second.theirs);
    if (!is_new) out.push_back(each);
  }
  return out;
}

bool writes(const reach::Finding& finding, std::string_view field) {
  return std::ranges::any_of(finding.plan.operations,
                             [&](const reach::Operation& each) { return each.name == field; });
}

// What waits after a comparison, which found nothing if `finding` is null.
std::vector<OpenField> open_of(const SystemLink& before, const reach::Finding* finding) {
  std::vector<OpenField> out;
  if (!finding) return out;
  for (const reach::Conflict& each : finding->plan.conflicts)
    if (each.decision == Decision::conflict) out.push_back({each.name, "conflict", {}});
  for (const OpenField& each : before.open)
    if (each.kind == "refused" && writes(*finding, each.name)) out.push_back(each);
  return out;
}

}  // namespace

StoreLinks::StoreLinks(store::Store& store, const Clock& clock, const OutsideSystem& system,
                       std::int64_t make_seconds, Threads& threads)
    : store_(store),
      clock_(clock),
      system_(system),
      make_seconds_(make_seconds),
      threads_(threads) {
  const auto reader = store_.read();
  CustomerId after{};
  for (;;) {
    const auto page = reader->system_links(system_.id, after, /*open_only=*/false, kLinksPage);
    for (const SystemLink& each : page) take(each);
    if (page.size() < kLinksPage) return;
    after = page.back().customer;
  }
}

bool StoreLinks::is_current(store::ReadTransaction& reader, std::int64_t system, Version version) {
  const auto found = reader.reference(ReferenceKind::system, system);
  return found && !found->deleted && found->version == version;
}

// What was agreed stays true under another description of the same account. Without it a value that
// was written here would look like an edit of the system.
bool StoreLinks::is_known(store::ReadTransaction& reader) const {
  const auto found = reader.reference(ReferenceKind::system, system_.id);
  return found && !found->deleted &&
         (found->version == system_.version || is_same_account(to_outside_system(*found), system_));
}

void StoreLinks::take(const SystemLink& link) {
  reach::Link& out = links_[link.uuid];
  out = {.customer = link.uuid, .remote = link.there, .missed = link.missed};
  const Instant now = clock_.now();
  // A time further ahead was noted by a clock that has been set back since.
  const auto is_recent = [&](std::int64_t seconds) {
    return now < link.time.plus_seconds(seconds) && link.time <= now.plus_seconds(seconds);
  };
  out.was_missed_lately = link.missed > 0 && is_recent(kLookSeconds);
  out.may_be_made_now = link.there.empty() && is_recent(make_seconds_);
  for (const AgreedField& each : link.agreed)
    out.base[each.name] = {each.ours, each.theirs, each.sent};
  kept_[link.uuid] = link;
}

std::expected<void, std::string> StoreLinks::save(const reach::Link& link) {
  SystemLink next;
  std::string problem;
  const auto job = [&](Transaction& transaction) {
    problem.clear();
    if (!is_known(transaction)) {
      problem = kDescriptionChanged;
      return false;
    }
    const auto known = kept_.find(link.customer);
    const SystemLink before = known == kept_.end() ? SystemLink{} : known->second;
    const auto customer = transaction.customer(link.customer);
    if (!customer) {
      problem = "the record does not have the customer";
      return false;
    }
    const auto now = transaction.system_link(system_.id, customer->id);
    // A link that was released and claimed again counts its turns from 1 again.
    const SystemLink present = now.value_or(SystemLink{});
    if (present.turn != before.turn || present.there != before.there ||
        present.time != before.time) {
      problem = "the link was changed meanwhile: make another plan";
      return false;
    }
    const auto other =
        link.remote.empty() ? std::nullopt : transaction.system_link_to(system_.id, link.remote);
    if (other && other->customer != customer->id) {
      problem = link.remote + " there is linked to another customer here already";
      return false;
    }
    next = {.system = system_.id,
            .customer = customer->id,
            .uuid = link.customer,
            .there = link.remote,
            .turn = before.turn + 1,
            .time = link.was_refused ? Instant{} : clock_.now(),
            .agreed = agreed_of(link.base),
            .open = still_open(present, link.base)};
    transaction.save(next);
    return true;
  };
  const Committed committed = store::write_and_wait(store_, job, {}, threads_);
  if (!problem.empty()) return std::unexpected(problem);
  if (committed != Committed::yes) return std::unexpected("the link cannot be kept: try again");
  take(next);
  links_[next.uuid].may_be_made_now = false;  // by others
  making_since_ = next.there.empty() ? std::optional(next.time) : std::nullopt;
  return {};
}

void StoreLinks::note(const reach::Comparison& comparison, Noted what) {
  std::map<Uuid, const reach::Finding*> findings;
  for (const reach::Finding& each : comparison.findings) findings[each.customer] = &each;
  const std::set<Uuid> seen(comparison.seen.begin(), comparison.seen.end());
  const std::set<Uuid> absent(comparison.absent.begin(), comparison.absent.end());
  std::vector<SystemLink> changed;
  for (const auto& [uuid, before] : kept_) {
    if (before.there.empty()) continue;
    SystemLink next = before;
    if (seen.contains(uuid)) {
      const auto found = findings.find(uuid);
      next.missed = 0;
      if (what.open) next.open = open_of(before, found == findings.end() ? nullptr : found->second);
    } else if (absent.contains(uuid) && what.missed && comparison.counts_absent &&
               !links_[uuid].was_missed_lately) {
      ++next.missed;
    }
    if (next != before) changed.push_back(std::move(next));
  }
  write(changed);
}

void StoreLinks::note(const Uuid& customer, const std::vector<OpenField>& open) {
  const auto known = kept_.find(customer);
  if (known == kept_.end() || open.empty()) return;
  SystemLink next = known->second;
  for (const OpenField& each : open) {
    std::erase_if(next.open, [&](const OpenField& other) { return other.name == each.name; });
    next.open.push_back(each);
  }
  if (next != known->second) write({next});
}

void StoreLinks::write(const std::vector<SystemLink>& links) {
  for (std::size_t from = 0; from < links.size(); from += kWritten) {
    const std::size_t to = std::min(from + kWritten, links.size());
    std::vector<SystemLink> written;
    const auto job = [&](Transaction& transaction) {
      written.clear();
      for (std::size_t i = from; i < to; ++i) {
        const auto now = transaction.system_link(system_.id, links[i].customer);
        if (!now || now->there != links[i].there) continue;
        SystemLink next = *now;
        next.open = links[i].open;
        if (next.missed != links[i].missed) {
          next.missed = links[i].missed;
          ++next.turn;
          next.time = clock_.now();
        }
        if (next == *now) continue;
        transaction.save(next);
        written.push_back(std::move(next));
      }
      return !written.empty();
    };
    if (store::write_and_wait(store_, job, {}, threads_) != Committed::yes) continue;
    for (const SystemLink& each : written) take(each);
  }
}

}  // namespace patchbay::app
