// One step after another, each in separate writes.
#include "core/change/forgetting.h"

#include <algorithm>

namespace patchbay::core {
namespace {

using store::Committed;
using store::Transaction;

constexpr std::size_t kRepliesAtOnce = 500;

struct ReplyKey {
  std::int64_t principal = 0;
  std::string key;
};

template <class Each>
void for_each_reply(store::ReadTransaction& reader, const IdempotencyRecords& idempotency,
                    const Mentions& mentions, Each&& each) {
  ReplyKey after;
  while (true) {
    const auto page = reader.idempotency_records(after.principal, after.key, kRepliesAtOnce);
    for (const IdempotencyRecord& one : page)
      if (const auto reply = idempotency.open(one); reply && mentions.in(*reply)) each(one);
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
  Forgetting(store::Store& store, std::vector<ReplyKey> replies, std::function<void(bool)> done)
      : store_(store), replies_(std::move(replies)), done_(std::move(done)) {}

  void erase_replies() {
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
  const std::function<void(bool)> done_;
};

}  // namespace

bool mentions(const ErasedPerson& person, const TrafficRecord& record) {
  const Mentions& all = person.mentions;
  return record.customer == person.customer ||
         has_step(record.target, std::to_string(person.customer.value)) || all.in(record.target) ||
         all.in(record.sent.text) || all.in(record.replied.text) || all.in(record.changes) ||
         std::ranges::any_of(record.problems,
                             [&](const auto& each) { return all.in(each.second); });
}

std::int64_t count_replies(store::ReadTransaction& reader, const IdempotencyRecords& idempotency,
                           const Mentions& mentions) {
  std::int64_t out = 0;
  for_each_reply(reader, idempotency, mentions, [&](const IdempotencyRecord&) { ++out; });
  return out;
}

void forget(store::Store& store, const IdempotencyRecords& idempotency, Traffic* traffic,
            std::shared_ptr<const ErasedPerson> person, std::function<void(bool)> done) {
  std::vector<ReplyKey> replies;
  try {
    for_each_reply(*store.read(), idempotency, person->mentions, [&](const IdempotencyRecord& one) {
      replies.push_back({one.principal, one.key});
    });
  } catch (const std::exception&) {  // from the store
    return done(false);
  }
  if (traffic)
    traffic->erase([&](const TrafficRecord& record) { return mentions(*person, record); });
  std::make_shared<Forgetting>(store, std::move(replies), std::move(done))->erase_replies();
}

}  // namespace patchbay::core
