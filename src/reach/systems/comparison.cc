// Lists both sides, pairs them, and plans pair by pair.
#include "reach/systems/comparison.h"

#include <algorithm>
#include <set>

#include "base/result.h"
#include "reach/systems/field_name.h"

namespace patchbay::reach {
namespace {

struct KindRow {
  std::string_view word;
  std::string_view meaning;
};
// Customers in a row that cannot be read, after which the system is taken to be down.
constexpr int kFailuresMax = 3;

constexpr KindRow kKinds[] = {
    {"ambiguous",
     "several customers there could be it: name the right one (`--link` of `patchbay plan`, or "
     "POST "
     "/v1/systems/{id}/links)"},
    {"only_here", "the system does not have it"},
    {"only_there", "the record does not have it"},
    {"gone", "the system had it and does not have it now; nothing is deleted here"},
    {"missing", "the system does not show it; it does not count as gone yet"},
    {"removed", "the record had it and does not have it now; nothing is deleted there"},
    {"unreadable", "the system refuses to show it"},
    {"not_made", "it is not made there"},
};

// A customer of the system, which may not have been read yet.
struct Theirs {
  std::string remote;
  std::string name;
  std::optional<RemoteCustomer> shown;
  bool is_taken = false;
};

class Comparer {
 public:
  Comparer(const SystemDescription& system, Records& records, RemoteSystem& remote,
           const Links& links, const Claims& claims)
      : system_(system), records_(records), remote_(remote), links_(links), claims_(claims) {}

  Result<Comparison> run() {
    ours_ = TRY(records_.list());
    if (system_.makes)
      for (const Record& each : ours_) all_keys_.push_back(keys_of(system_, each));
    if (remote_.is_readable())
      for (ListedCustomer& each : TRY(remote_.list()))
        theirs_.push_back({subject_text(each.subject), each.name, std::move(each.shown)});
    for (const auto& [customer, link] : links_.all())
      if (!link.remote.empty()) held_.insert(link.remote);
    for (std::size_t i = 0; i < theirs_.size(); ++i) by_remote_.emplace(theirs_[i].remote, i);
    TRY_DO(compare_linked());
    TRY_DO(compare_others());
    report_missing();
    report_removed();
    for (const Theirs& each : theirs_)
      if (!each.is_taken) remark(Remark::Kind::only_there, each.remote, each.name);
    return std::move(out_);
  }

  Result<Comparison> run_one(const Record& record) {
    is_alone_ = true;
    TRY_DO(compare_pair(record, linked(record)));
    report_missing();
    return std::move(out_);
  }

 private:
  void remark(Remark::Kind kind, std::string customer, std::string name, std::string why = {}) {
    out_.remarks.push_back({kind, std::move(customer), std::move(name), std::move(why)});
  }
  void remark(Remark::Kind kind, const Record& record, std::string why = {}) {
    remark(kind, std::to_string(record.id.value), record.name(), std::move(why));
  }

  // The copy of a customer, as far as it is known.
  [[nodiscard]] std::string linked(const Record& record) const {
    const auto claimed = claims_.find(record.uuid);
    if (claimed != claims_.end()) return claimed->second;
    const auto known = links_.all().find(record.uuid);
    return known == links_.all().end() ? std::string() : known->second.remote;
  }

  Result<void> compare_linked() {
    std::vector<Record> others;
    for (Record& each : ours_) {
      std::string remote = linked(each);
      // A dialect without reads names a customer by nothing but its name.
      if (remote.empty() && !remote_.is_readable()) remote = each.name();
      if (remote.empty()) {
        others.push_back(std::move(each));
        continue;
      }
      TRY_DO(compare_pair(each, remote));
    }
    ours_ = std::move(others);
    return {};
  }

  // A list may be short, so a customer that it does not have is asked for by itself.
  Result<void> compare_pair(const Record& record, const std::string& remote) {
    const auto listed = by_remote_.find(remote);
    if (listed != by_remote_.end()) {
      if (theirs_[listed->second].is_taken) {
        remark(Remark::Kind::ambiguous, record, "another customer here is " + remote + " there");
        return {};
      }
      theirs_[listed->second].is_taken = true;
    }
    std::optional<RemoteCustomer> shown;
    if (listed != by_remote_.end()) shown = std::move(theirs_[listed->second].shown);
    if (!shown) {
      auto read = remote_.get(parse_subject(remote, !remote_.is_readable()));
      if (!read) return unreadable(record, read.error());
      failures_ = 0;
      shown = std::move(*read);
    }
    // Some dialects show deleted customers too.
    if (shown && !shown->record.deleted())
      compare_shown(record, *shown, remote);
    else
      missing_.push_back({record, remote});
    return {};
  }

  // A list may be short, and a system may lose what it had for a while.
  void report_missing() {
    const std::size_t linked = links_.all().size();
    const std::size_t count = missing_.size();
    const bool too_many = count > SystemDescription::kGoneAlways &&
                          (count > system_.gone_max || count * 100 > system_.gone_percent * linked);
    out_.counts_absent = !too_many;
    for (const auto& [record, remote] : missing_) {
      const auto known = links_.all().find(record.uuid);
      const bool is_known = known != links_.all().end();
      const std::int64_t looks =
          is_known ? known->second.missed + (known->second.was_missed_lately ? 0 : 1) : 1;
      out_.absent.push_back(record.uuid);
      if (too_many)
        remark(Remark::Kind::missing, record,
               std::to_string(count) + " of " + std::to_string(linked) +
                   " linked customers are missing, which is more than gone_max or gone_percent");
      else if (looks < system_.looks)
        remark(Remark::Kind::missing, record, "the next comparison looks for it again");
      else
        remark(Remark::Kind::gone, record, "it was " + remote + " there");
    }
    missing_.clear();
  }

  // Among others a customer that cannot be read is a remark; a system that cannot be read is a
  // fault.
  Result<void> unreadable(const Record& record, const Fault& fault) {
    const bool is_failure =
        kErrorClasses[static_cast<std::size_t>(fault.kind)] == ErrorClass::failed;
    if (is_failure && (is_alone_ || ++failures_ == kFailuresMax)) return std::unexpected(fault);
    remark(Remark::Kind::unreadable, record, fault.sentence());
    return {};
  }

  void compare_shown(const Record& record, const RemoteCustomer& shown, const std::string& remote) {
    ++out_.compared;
    out_.seen.push_back(record.uuid);
    const auto known = links_.all().find(record.uuid);
    const bool is_known = known != links_.all().end() && known->second.remote == remote;
    Finding found{
        .customer = record.uuid,
        .id = record.id,
        .name = record.name(),
        .version = record.version,
        .remote = remote,
        .is_new_link = !is_known,
        .replaces = is_known || known == links_.all().end() ? std::string() : known->second.remote,
        .plan = plan(record, shown, is_known ? known->second.base : Base{}, system_.policy)};
    const CustomerPlan& plan = found.plan;
    if (found.is_new_link || !plan.operations.empty() || !plan.conflicts.empty() ||
        !plan.losses.empty() || !plan.agreed.empty())
      out_.findings.push_back(std::move(found));
    if (!shape_) shape_ = shown;
  }

  // Customers without a link: they are recognised by their keys, made, or left alone.
  Result<void> compare_others() {
    std::vector<std::size_t> free;
    std::vector<Keys> their_keys;
    for (std::size_t i = 0; i < theirs_.size(); ++i) {
      Theirs& each = theirs_[i];
      // A link may be that of a customer who is elsewhere now.
      if (each.is_taken || held_.contains(each.remote)) continue;
      if (!each.shown && !ours_.empty())
        each.shown = TRY(remote_.get(parse_subject(each.remote, /*by_name=*/false)));
      if (!each.shown) continue;
      free.push_back(i);
      their_keys.push_back(keys_of(system_, *each.shown));
      if (!shape_) shape_ = each.shown;
    }
    std::vector<Keys> our_keys;
    for (const Record& each : ours_) our_keys.push_back(keys_of(system_, each));
    const Matching matching = match(our_keys, their_keys);
    std::set<std::size_t> done(matching.ambiguous.begin(), matching.ambiguous.end());
    for (const auto& [here, there] : matching.pairs) {
      done.insert(here);
      TRY_DO(compare_pair(ours_[here], theirs_[free[there]].remote));
    }
    for (const std::size_t each : matching.ambiguous) remark(Remark::Kind::ambiguous, ours_[each]);
    std::vector<const Record*> alone;
    for (std::size_t i = 0; i < ours_.size(); ++i)
      if (!done.contains(i)) alone.push_back(&ours_[i]);
    make(alone);
    return {};
  }

  // A list that is short makes many customers seem to be missing there.
  void make(const std::vector<const Record*>& alone) {
    const bool too_many = system_.makes && alone.size() > system_.make_max;
    for (const Record* each : alone) {
      if (!system_.makes) {
        remark(Remark::Kind::only_here, *each);
        continue;
      }
      if (too_many) {
        remark(Remark::Kind::not_made, *each,
               "more than " + std::to_string(system_.make_max) +
                   " would be made, so none is; see make_max");
        continue;
      }
      make_one(*each);
    }
  }

  void make_one(const Record& record) {
    const Keys own = keys_of(system_, record);
    if (std::ranges::all_of(own, &std::string::empty))
      return remark(Remark::Kind::not_made, record,
                    "it has none of the values by which it would be recognised");
    if (count_sharing(all_keys_, own) > 1)
      return remark(Remark::Kind::not_made, record,
                    "another customer here has the same value by which it would be recognised");
    core::Call call;
    const std::vector<core::FieldEdit> edits =
        edits_of_new(system_, record, shape_ ? &*shape_ : nullptr);
    call.request = core::CreateCustomer{.parent = core::Oneself{}, .edits = edits};
    doors::EncodedCall encoded = remote_.transport().encode_call(call, {});
    for (const doors::Placeholder& each : encoded.placeholders)
      if (each.meaning.contains("requires"))
        return remark(Remark::Kind::not_made, record,
                      "it needs " + each.meaning + ": set it under [new]");
    Finding found{.customer = record.uuid,
                  .id = record.id,
                  .name = record.name(),
                  .version = record.version,
                  .makes = true,
                  .is_new_link = true};
    for (const core::FieldEdit& each : edits)
      found.plan.operations.push_back({.to = Operation::To::system,
                                       .name = each.field,
                                       .target = each.target,
                                       .after = std::get<Value>(each.edit)});
    for (doors::Loss& each : encoded.losses)
      if (!each.field.empty()) found.plan.losses.push_back(std::move(each));
    out_.findings.push_back(std::move(found));
  }

  // Linked customers that the system still lists, and the record does not.
  void report_removed() {
    for (const auto& [customer, link] : links_.all()) {
      const auto listed = by_remote_.find(link.remote);
      if (listed == by_remote_.end() || theirs_[listed->second].is_taken) continue;
      Theirs& theirs = theirs_[listed->second];
      theirs.is_taken = true;
      remark(Remark::Kind::removed, theirs.remote, theirs.name);
    }
  }

  const SystemDescription& system_;
  Records& records_;
  RemoteSystem& remote_;
  const Links& links_;
  const Claims& claims_;
  std::vector<Record> ours_;
  std::vector<Keys> all_keys_;  // of customers here, if some may be made there
  std::vector<Theirs> theirs_;
  std::map<std::string, std::size_t, std::less<>> by_remote_;
  std::set<std::string, std::less<>> held_;              // by a link
  std::optional<RemoteCustomer> shape_;                  // any customer there
  std::vector<std::pair<Record, std::string>> missing_;  // with the subjects that they had there
  bool is_alone_ = false;                                // one customer is compared
  int failures_ = 0;                                     // to read one, in a row
  Comparison out_;
};

}  // namespace

std::string_view word(Remark::Kind kind) { return kKinds[static_cast<std::size_t>(kind)].word; }

std::optional<Remark::Kind> parse_remark(std::string_view word) {
  const auto* found = std::ranges::find(kKinds, word, &KindRow::word);
  if (found == std::end(kKinds)) return std::nullopt;
  return static_cast<Remark::Kind>(found - std::begin(kKinds));
}

std::string_view meaning(Remark::Kind kind) {
  return kKinds[static_cast<std::size_t>(kind)].meaning;
}

std::string sentence(const Remark& remark) {
  std::string out(meaning(remark.kind));
  return remark.why.empty() ? out : out + ": " + remark.why;
}

std::vector<core::FieldEdit> edits_of_new(const SystemDescription& system, const Record& record,
                                          const RemoteCustomer* shape) {
  std::vector<core::FieldEdit> out = system.for_new;
  for (const FieldPolicy& each : system.policy.fields) {
    const ShownField* shown = shape ? shape->find(each.name) : nullptr;
    const auto target = shown ? std::optional(shown->target) : find_target(each.name);
    auto value = target ? value_at(record, *target) : std::nullopt;
    if (!value || digest(value, {}).empty()) continue;
    std::erase_if(out, [&](const core::FieldEdit& other) { return other.target == *target; });
    out.push_back({.target = *target,
                   .edit = std::move(*value),
                   .field = each.name,
                   .objection = std::nullopt});
  }
  return out;
}

Keys keys_of(const SystemDescription& system, const Record& record) {
  Keys out;
  for (const std::string& each : system.match) {
    const auto target = find_target(each);
    out.push_back(target ? key_text(value_at(record, *target)) : std::string());
  }
  return out;
}

Keys keys_of(const SystemDescription& system, const RemoteCustomer& customer) {
  Keys out;
  for (const std::string& each : system.match) {
    const ShownField* shown = customer.find(each);
    out.push_back(shown ? key_text(shown->value) : std::string());
  }
  return out;
}

void add(Comparison& out, Comparison more) {
  std::ranges::move(more.findings, std::back_inserter(out.findings));
  std::ranges::move(more.remarks, std::back_inserter(out.remarks));
  std::ranges::move(more.seen, std::back_inserter(out.seen));
  std::ranges::move(more.absent, std::back_inserter(out.absent));
  out.compared += more.compared;
  out.counts_absent = out.counts_absent && more.counts_absent;
}

Comparison without_ignored(Comparison comparison, const std::vector<std::string>& ignored) {
  const auto is_ignored = [&](std::string_view name) {
    return std::ranges::find(ignored, name) != ignored.end();
  };
  for (Finding& each : comparison.findings) {
    std::erase_if(each.plan.operations, [&](const auto& of) { return is_ignored(of.name); });
    std::erase_if(each.plan.conflicts, [&](const auto& of) { return is_ignored(of.name); });
    std::erase_if(each.plan.losses, [&](const auto& of) { return is_ignored(of.field); });
  }
  std::erase_if(comparison.remarks, [&](const auto& of) { return is_ignored(word(of.kind)); });
  return comparison;
}

Result<Comparison> compare(const SystemDescription& system, Records& records, RemoteSystem& remote,
                           const Links& links, const Claims& claims) {
  return Comparer(system, records, remote, links, claims).run();
}

Result<Comparison> compare_linked(const SystemDescription& system, Records& records,
                                  RemoteSystem& remote, const Links& links, const Record& record) {
  return Comparer(system, records, remote, links, {}).run_one(record);
}

}  // namespace patchbay::reach
