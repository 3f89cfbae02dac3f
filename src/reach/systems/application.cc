// Reads both sides again before it writes, and keeps the base only after the write.
#include "reach/systems/application.h"

#include <algorithm>
#include <array>

#include "base/result.h"

namespace patchbay::reach {
namespace {

using To = Operation::To;

constexpr std::array<std::string_view, 7> kWords = {"done",  "already", "made",   "linked",
                                                    "stale", "refused", "unclear"};

Applied refusal(const Fault& fault) {
  const bool is_failure = kErrorClasses[static_cast<std::size_t>(fault.kind)] == ErrorClass::failed;
  Applied out{is_failure ? Applied::Result::unclear : Applied::Result::refused, fault.sentence()};
  out.code = word(fault.kind);
  return out;
}

// Where a field that is to be written stands now.
enum class Standing : std::uint8_t { due, done, changed };

struct Present {
  const Record& record;
  const RemoteCustomer& remote;
  const Base& base;
  const Policy& policy;
};

Standing standing(const PlannedWrite& write, const Present& now) {
  const Agreement seen = agreement(now.record, now.remote, write.name, now.policy);
  const bool to_system = write.to == To::system;
  const std::string& source = to_system ? seen.ours : seen.theirs;
  const std::string& written = to_system ? seen.theirs : seen.ours;
  if (source != write.after) return Standing::changed;
  if (!now.remote.is_readable) {
    const auto agreed = now.base.find(write.name);
    const bool is_sent = agreed != now.base.end() && agreed->second.ours == write.after;
    return is_sent ? Standing::done : Standing::due;
  }
  if (written == write.after) return Standing::done;
  return written == write.before ? Standing::due : Standing::changed;
}

// Whether the two are known to be one by what the description matches; by name where the dialect
// shows nothing.
bool is_pair(const SystemDescription& system, const Record& record, const RemoteCustomer& remote,
             const std::string& subject) {
  if (!remote.is_readable) return subject == record.name();
  return share_value(keys_of(system, record), keys_of(system, remote));
}

// For what may not show what was written: only what is equal on both sides is agreed on then.
PlannedChange without_writes(PlannedChange change) {
  change.writes.clear();
  return change;
}

core::FieldEdit edit_of(const PlannedWrite& write, const Present& now) {
  auto [ours, theirs] = values_of(now.record, now.remote, write.name);
  std::optional<Value> value = write.to == To::system ? std::move(ours) : std::move(theirs);
  return {.target = target_of(now.remote, write.name),
          .edit = value ? Edit{std::move(*value)} : Edit{Clear{}},
          .field = write.name,
          .objection = std::nullopt};
}

}  // namespace

std::string_view word(Applied::Result result) { return kWords[static_cast<std::size_t>(result)]; }

PlannedChange to_planned(const Finding& finding, std::string_view digest_key) {
  PlannedChange out{.customer = finding.customer,
                    .name = finding.name,
                    .remote = finding.remote,
                    .makes = finding.makes,
                    .is_new_link = finding.is_new_link,
                    .replaces = finding.replaces};
  for (const Operation& each : finding.plan.operations)
    out.writes.push_back(
        {each.name, each.to, digest(each.before, digest_key), digest(each.after, digest_key)});
  return out;
}

std::expected<void, std::string> Application::keep(const PlannedChange& change,
                                                   const std::string& remote_text,
                                                   const Record& record,
                                                   const RemoteCustomer& remote) {
  Link link{.customer = change.customer, .remote = remote_text};
  const auto known = links_.all().find(change.customer);
  if (known != links_.all().end() && known->second.remote == remote_text)
    link.base = known->second.base;
  for (const FieldPolicy& each : system_.policy.fields) {
    const bool is_written = std::ranges::any_of(
        change.writes, [&](const PlannedWrite& write) { return write.name == each.name; });
    const auto [ours, theirs] = values_of(record, remote, each.name);
    if (is_written || (remote.is_readable && ours == theirs))
      link.base[each.name] = agreement(record, remote, each.name, system_.policy);
  }
  const bool is_kept = known != links_.all().end() && known->second.remote == remote_text &&
                       known->second.base == link.base;
  return is_kept ? std::expected<void, std::string>{} : save(link);
}

// A crash may come before the reply, and the record be changed again before it is known. Then the
// value that was sent must not look like an edit of the system.
std::expected<void, std::string> Application::keep_sent(const PlannedChange& change) {
  const auto known = links_.all().find(change.customer);
  if (known == links_.all().end() || known->second.remote != change.remote) return {};
  Link link{.customer = change.customer, .remote = change.remote, .base = known->second.base};
  for (const PlannedWrite& each : change.writes) {
    const auto agreed = link.base.find(each.name);
    if (each.to != To::system || agreed == link.base.end()) continue;
    Agreement& kept = agreed->second;
    const std::string before = each.before.empty() ? kSentNothing : each.before;
    // What was sent the last time did arrive, because the system shows it.
    if (kept.sent == before) kept = {each.before, each.before};
    kept.sent = each.after.empty() ? kSentNothing : each.after;
  }
  return link.base == known->second.base ? std::expected<void, std::string>{} : save(link);
}

std::expected<void, std::string> Application::save(const Link& link) {
  const auto known = links_.all().find(link.customer);
  const std::string former = known == links_.all().end() ? std::string() : known->second.remote;
  TRY_DO(links_.save(link));
  if (!holders_ || former == link.remote) return {};
  const auto [first, last] = holders_->equal_range(former);
  const auto held =
      std::find_if(first, last, [&](const auto& each) { return each.second == link.customer; });
  if (held != last) holders_->erase(held);
  holders_->emplace(link.remote, link.customer);
  return {};
}

bool Application::is_taken(const Uuid& customer, const std::string& remote) {
  if (!holders_) {
    holders_.emplace();
    for (const auto& [each, link] : links_.all()) holders_->emplace(link.remote, each);
  }
  const auto [first, last] = holders_->equal_range(remote);
  return std::any_of(first, last, [&](const auto& each) { return each.second != customer; });
}

// A plan may be older than the link: what it saw of one customer there must not be written to
// another one.
std::optional<std::string> Application::objection(const PlannedChange& change) {
  const auto known = links_.all().find(change.customer);
  const std::string linked = known == links_.all().end() ? std::string() : known->second.remote;
  if (linked.empty() && !change.is_new_link && !change.links_by_match)
    return "the customer is not linked any more: make another plan";
  if (!linked.empty() && linked != change.remote && linked != change.replaces)
    return "the customer is linked to another one there now: make another plan";
  if (is_taken(change.customer, change.remote))
    return "another customer here is " + change.remote + " there";
  return std::nullopt;
}

std::expected<Applied, std::string> Application::apply(const PlannedChange& change) {
  auto found = records_.get(change.customer);
  if (!found) return refusal(found.error());
  std::optional<Record> record = std::move(*found);
  if (!record)
    return Applied{Applied::Result::stale, "the record does not have the customer any more"};
  const auto known = links_.all().find(change.customer);
  const bool is_linked = known != links_.all().end() && !known->second.remote.empty();
  if (change.makes) {
    if (is_linked)
      return Applied{Applied::Result::already, "it is " + known->second.remote + " there"};
    return make(change, *record);
  }
  if (change.remote.empty())
    return Applied{Applied::Result::stale, "the plan names no customer there"};
  if (auto why = objection(change)) return Applied{Applied::Result::stale, *std::move(why)};
  auto shown = remote_.get(parse_subject(change.remote, !remote_.is_readable()));
  if (!shown) return refusal(shown.error());
  std::optional<RemoteCustomer> remote = std::move(*shown);
  if (!remote || remote->record.deleted())
    return Applied{Applied::Result::stale, "the system does not have the customer any more"};
  if (!is_linked && !change.is_new_link && !is_pair(system_, *record, *remote, change.remote))
    return Applied{Applied::Result::stale,
                   "the customer is not linked, and match does not recognise the pair"};
  return write(change, std::move(*record), std::move(*remote));
}

// Whether a customer here would be known again: by a value, and no other customer would be mistaken
// for it.
Result<bool> Application::is_recognisable(const Keys& keys) {
  if (std::ranges::all_of(keys, &std::string::empty)) return false;
  if (!our_keys_) {
    our_keys_.emplace();
    for (const Record& each : TRY(records_.list())) our_keys_->push_back(keys_of(system_, each));
  }
  return count_sharing(*our_keys_, keys) <= 1;
}

// That it is being made is kept first. After a crash the system is searched for it before another
// one is made.
std::expected<Applied, std::string> Application::make(const PlannedChange& change,
                                                      const Record& record) {
  const auto known = links_.all().find(change.customer);
  if (known != links_.all().end() && known->second.may_be_made_now)
    return Applied{Applied::Result::unclear,
                   "it is being made, or was a moment ago: apply the plan again in some minutes"};
  const Keys wanted = keys_of(system_, record);
  const auto is_recognised = is_recognisable(wanted);
  if (!is_recognised) return refusal(is_recognised.error());
  if (!*is_recognised)
    return Applied{
        Applied::Result::refused,
        "it would not be recognised: another customer here has the same value of a field of match, "
        "or it has none"};
  const auto is_it = [&](const RemoteCustomer& customer) {
    return share_value(wanted, keys_of(system_, customer));
  };
  if (!listed_) {
    auto listed = remote_.list();
    if (!listed) return refusal(listed.error());
    listed_ = std::move(*listed);
  }
  auto found = remote_.find(record.name(), is_it, *listed_);
  if (!found) return refusal(found.error());
  if (const std::optional<RemoteCustomer> there = std::move(*found)) {
    const std::string id = subject_text(there->subject);
    if (is_taken(change.customer, id))
      return Applied{Applied::Result::refused, "another customer here is " + id + " there"};
    TRY_DO(keep(without_writes(change), id, record, *there));
    return Applied{Applied::Result::already, "it is " + id + " there"};
  }
  TRY_DO(save({.customer = change.customer, .remote = {}}));
  auto sample = remote_.sample(*listed_);
  if (!sample) return refusal(sample.error());
  const std::optional<RemoteCustomer> shape = std::move(*sample);
  auto made = remote_.create(record.name(),
                             edits_of_new(system_, record, shape ? &*shape : nullptr), is_it);
  if (!made) {
    Applied out = refusal(made.error());
    if (out.result == Applied::Result::refused)
      TRY_DO(save({.customer = change.customer, .remote = {}, .was_refused = true}));
    return out;
  }
  const std::string id = subject_text(made->customer.subject);
  TRY_DO(keep(made->is_certain ? change : without_writes(change), id, record, made->customer));
  return Applied{Applied::Result::made, "it is " + id + " there"};
}

std::expected<Applied, std::string> Application::write(const PlannedChange& change, Record record,
                                                       RemoteCustomer remote) {
  const auto known = links_.all().find(change.customer);
  const Base none;
  const bool is_known = known != links_.all().end() && known->second.remote == change.remote;
  const Present now{record, remote, is_known ? known->second.base : none, system_.policy};
  std::vector<core::FieldEdit> to_record;
  std::vector<core::FieldEdit> to_system;
  for (const PlannedWrite& each : change.writes) {
    const Standing found = standing(each, now);
    if (found == Standing::changed)
      return Applied{Applied::Result::stale, each.name + " has changed since the plan was made"};
    if (found == Standing::due)
      (each.to == To::record ? to_record : to_system).push_back(edit_of(each, now));
  }
  const bool writes = !to_record.empty() || !to_system.empty();
  if (!to_record.empty()) {
    auto changed = records_.update(record, std::move(to_record));
    if (!changed) return refusal(changed.error());
    record = std::move(*changed);
  }
  if (!to_system.empty()) {
    TRY_DO(keep_sent(change));
    auto changed = remote_.update(remote, std::move(to_system));
    if (!changed) return refusal(changed.error());
    remote = std::move(*changed);
  }
  TRY_DO(keep(change, change.remote, record, remote));
  if (change.writes.empty()) return Applied{Applied::Result::linked};
  return Applied{writes ? Applied::Result::done : Applied::Result::already};
}

}  // namespace patchbay::reach
