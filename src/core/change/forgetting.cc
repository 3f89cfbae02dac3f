// One step after another, each in separate writes.
#include "core/change/forgetting.h"

#include <algorithm>
#include <map>

namespace patchbay::core {
namespace {

using store::Committed;
using store::Transaction;

constexpr std::size_t kRepliesAtOnce = 500;

struct ReplyKey {
  std::int64_t principal = 0;
  std::string key;
};

// Whose replies and requests the one who erases may have removed. Asks the store once for each.
class Reach {
 public:
  Reach(store::ReadTransaction& reader, const Actor& actor) : reader_(reader), actor_(actor) {}

  bool holds_home(CustomerId home) {
    if (actor_.home() == kRoot) return true;
    if (!home) return false;
    const auto [found, is_new] = homes_.try_emplace(home.value, false);
    if (is_new) found->second = reaches(actor_, reader_.lineage(home));
    return found->second;
  }
  bool holds_principal(std::int64_t id) {
    if (actor_.home() == kRoot) return true;
    const auto [found, is_new] = principals_.try_emplace(id, false);
    if (!is_new) return found->second;
    const auto principal = reader_.principal(id);
    return found->second = principal && holds_home(principal->home);
  }

 private:
  store::ReadTransaction& reader_;
  const Actor& actor_;
  std::map<std::int64_t, bool> homes_;
  std::map<std::int64_t, bool> principals_;
};

template <class Each>
void for_each_reply(store::ReadTransaction& reader, const IdempotencyRecords& idempotency,
                    const ErasedPerson& person, Each&& each) {
  Reach reach(reader, person.actor);
  ReplyKey after;
  while (true) {
    const auto page = reader.idempotency_records(after.principal, after.key, kRepliesAtOnce);
    for (const IdempotencyRecord& one : page) {
      if (!reach.holds_principal(one.principal)) continue;
      if (const auto reply = idempotency.open(one); reply && person.mentions.in(*reply)) each(one);
    }
    if (page.size() < kRepliesAtOnce) return;
    after = {page.back().principal, page.back().key};
  }
}

// Whether a path has the customer's id as one of its steps.
bool has_step(std::string_view target, const std::string& id) {
  const std::string step = '/' + id;
  for (std::size_t at = target.find(step); at != target.npos; at = target.find(step, at + 1)) {
    const std::string_view rest = target.substr(at + step.size());
    if (rest.empty() || rest.front() == '/' || rest.front() == '?') return true;
  }
  return false;
}

class Forgetting : public std::enable_shared_from_this<Forgetting> {
 public:
  Forgetting(store::Store& store, std::vector<ReplyKey> replies, Traces traces,
             std::function<void(bool)> done)
      : store_(store), replies_(std::move(replies)), traces_(traces), done_(std::move(done)) {}

  void erase_replies() {
    if (replies_.empty() && traces_ == Traces::stay) return done_(true);
    if (replies_.empty()) return erase_terms(/*begins=*/true);
    write([self = shared_from_this()](Transaction& transaction) { self->erase_some(transaction); },
          [self = shared_from_this()] {
            self->replies_.resize(self->replies_.size() - self->batch());
            self->erase_replies();
          });
  }

 private:
  [[nodiscard]] std::size_t batch() const { return std::min(replies_.size(), store::kEraseMax); }

  // The key stays, so that a retry is refused and not executed again.
  void erase_some(Transaction& transaction) {
    for (std::size_t i = replies_.size() - batch(); i < replies_.size(); ++i) {
      auto kept = transaction.idempotency_record(replies_[i].principal, replies_[i].key);
      if (!kept) continue;
      kept->reply.clear();
      transaction.save(*kept);
    }
  }

  void erase_terms(bool begins) {
    const auto more = std::make_shared<bool>(false);
    write([more, begins](Transaction& transaction) { *more = transaction.erase_terms(begins); },
          [more, self = shared_from_this()] {
            if (*more) return self->erase_terms(/*begins=*/false);
            self->done_(true);
          });
  }

  void write(std::function<void(Transaction&)> work, std::function<void()> next) {
    store_.write(
        [work = std::move(work)](Transaction& transaction) {
          work(transaction);
          return true;
        },
        [next = std::move(next), self = shared_from_this()](Committed committed) {
          const bool is_done = committed == Committed::yes || committed == Committed::nothing;
          if (!is_done) return self->done_(false);
          next();
        });
  }

  store::Store& store_;
  std::vector<ReplyKey> replies_;
  const Traces traces_;
  const std::function<void(bool)> done_;
};

bool is_about(const ErasedPerson& person, const TrafficRecord& record) {
  const Mentions& all = person.mentions;
  return record.customer == person.customer ||
         has_step(record.target, std::to_string(person.customer.value)) || all.in(record.target) ||
         all.in(record.sent.text) || all.in(record.replied.text) || all.in(record.changes) ||
         std::ranges::any_of(record.problems,
                             [&](const auto& each) { return all.in(each.second); });
}

// The arguments must outlive the result.
Traffic::IsWanted wanted(store::ReadTransaction& reader, const ErasedPerson& person) {
  return [&person,
          reach = std::make_shared<Reach>(reader, person.actor)](const TrafficRecord& record) {
    return reach->holds_home(record.home) && is_about(person, record);
  };
}

}  // namespace

std::int64_t count_replies(store::ReadTransaction& reader, const KeptElsewhere& kept,
                           const ErasedPerson& person) {
  std::int64_t out = 0;
  for_each_reply(reader, kept.idempotency, person, [&](const IdempotencyRecord&) { ++out; });
  return out;
}

std::int64_t count_requests(store::ReadTransaction& reader, const KeptElsewhere& kept,
                            const ErasedPerson& person) {
  return kept.traffic ? kept.traffic->count(wanted(reader, person)) : 0;
}

std::function<void()> forget(store::ReadTransaction& reader, const KeptElsewhere& kept,
                             const ErasedPerson& person, Traces traces,
                             std::function<void(bool)> done) {
  std::vector<ReplyKey> replies;
  for_each_reply(reader, kept.idempotency, person, [&](const IdempotencyRecord& one) {
    replies.push_back({one.principal, one.key});
  });
  if (kept.traffic && !kept.traffic->erase(wanted(reader, person)))
    return [done = std::move(done)] { done(false); };
  return
      [forgetting = std::make_shared<Forgetting>(kept.store, std::move(replies), traces,
                                                 std::move(done))] { forgetting->erase_replies(); };
}

}  // namespace patchbay::core
