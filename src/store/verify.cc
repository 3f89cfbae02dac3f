// Walks history backwards from the current state. Each entry must lead to the state before it, and
// the first entry must start from nothing.
#include "store/verify.h"

#include <algorithm>
#include <future>
#include <map>
#include <span>

#include "base/digest.h"
#include "record/history/chain.h"
#include "record/history/erasure.h"
#include "store/marks.h"

namespace patchbay::store {
namespace {

constexpr std::size_t kPage = 1000;
// How many customers are read together, and how many entries of theirs, unless one has more.
constexpr std::size_t kRecords = 256;
constexpr Version kEntries = 1024;

// Calls `visit` with entries from newest to oldest, page by page, until it returns false. `page` is
// the first one, and the rest is read.
template <class Page, class Read, class Visit>
void walk_back(Page page, Read&& read, Visit&& visit) {
  for (;;) {
    for (const auto& entry : page)
      if (!visit(entry)) return;
    if (page.size() < kPage) return;
    page = read(page.back().version);
  }
}

// Checks the hashes of one chain, newest first.
template <class Entry>
class Chain {
 public:
  explicit Chain(const Integrity& integrity) : integrity_(integrity) {}

  // Returns what is wrong with the previously added entry, or with this one's version.
  std::optional<std::string> add(const Entry& entry, Version expected) {
    if (entry.version != expected)
      return "version " + std::to_string(expected) + " is missing from history";
    auto wrong = settle(entry.hash);
    later_ = entry;
    return wrong;
  }
  // `start` replaces the previous hash of the first entry.
  std::optional<std::string> finish(std::string_view start) { return settle(start); }

 private:
  std::optional<std::string> settle(std::string_view previous) {
    if (!later_ || !integrity_.known() ||
        same_bytes(chain_hash(previous, *later_, integrity_.needed()), later_->hash))
      return std::nullopt;
    return "the hash of version " + std::to_string(later_->version) +
           " does not follow from its content and the version before";
  }

  const Integrity& integrity_;
  std::optional<Entry> later_;
};

// The expected value of one path while walking back.
struct Later {
  Instant time;          // time of the later entry that changed the path
  bool is_known = true;  // the value is known; otherwise only whether there was one
  bool had_value = false;
};

class Customer {
 public:
  Customer(const Record& record, const Integrity& integrity, Instant erased_before)
      : record_(record), values_(record.values), erased_before_(erased_before), chain_(integrity) {}

  std::optional<std::string> add(const Entry& entry) {
    if (entry.customer != record_.id) return "holds an entry of another customer";
    if (auto wrong = chain_.add(entry, record_.version - seen_++)) return wrong;
    if (entry.action == kEraseAction) is_person_erased_ = true;
    for (const Difference& each : entry.differences)
      if (const auto wrong = check_difference(entry, each))
        return "version " + std::to_string(entry.version) + " of history " + *wrong;
    return std::nullopt;
  }

  std::optional<std::string> finish() {
    if (seen_ != record_.version)
      return "history ends at version " + std::to_string(record_.version - seen_ + 1);
    for (const auto& [path, value] : values_)
      return "history does not tell where " + text(path) + " is from";
    for (const auto& [path, later] : later_)
      if (!later.is_known && later.had_value)
        return "history does not tell where " + text(path) + " is from";
    return chain_.finish(chain_start(record_.uuid));
  }

 private:
  // Returns what is wrong with a difference, if anything.
  std::optional<std::string> check_difference(const Entry& entry, const Difference& each) {
    const bool may_be_gone = row(each.path.field).personal() && is_person_erased_;
    const auto found = later_.find(each.path);
    const Later* later = found == later_.end() ? nullptr : &found->second;
    const Erased gone = erased(each);
    if (gone.after && (!later || (later->time >= erased_before_ && !may_be_gone)))
      return "was erased of " + text(each.path) + ", which still stood";
    if (gone.before && entry.by.time >= erased_before_ && !may_be_gone)
      return "was erased of " + text(each.path) + " before its time";
    if (!leads_to_what_stood(each, gone, later))
      return "set " + text(each.path) + " to something else than what stood after it";
    // Once a path has no value, nothing remains to be checked and it is dropped. Memory is
    // therefore limited to one record.
    if (!gone.before && !had_value_before(each))
      later_.erase(each.path);
    else
      later_[each.path] = {
          .time = entry.by.time, .is_known = !gone.before, .had_value = had_value_before(each)};
    if (each.before)
      values_.set(each.path, *each.before);
    else
      values_.clear(each.path);
    return std::nullopt;
  }

  [[nodiscard]] bool leads_to_what_stood(const Difference& each, const Erased& gone,
                                         const Later* later) const {
    if (later && !later->is_known) return later->had_value == has_value_after(each);
    const Value* stood = values_.find(each.path);
    if (gone.after) return stood != nullptr;
    return each.after ? stood && *stood == *each.after : stood == nullptr;
  }

  const Record& record_;
  Values values_;
  const Instant erased_before_;
  bool is_person_erased_ = false;  // by this entry, or a later one
  std::map<Path, Later> later_;
  Version seen_ = 0;
  Chain<Entry> chain_;
};

// The state of a verification.
struct Walk {
  ReadTransaction& reader;
  const Integrity& integrity;
  Instant erased_before;
  VerifyReport& report;
};

// `newest`: the newest kPage entries of the customer.
std::optional<std::string> check(const Walk& walk, const Record& record,
                                 std::vector<Entry> newest) {
  Customer customer(record, walk.integrity, walk.erased_before);
  std::optional<std::string> wrong;
  walk_back(
      std::move(newest),
      [&](Version before) { return walk.reader.history(record.id, before, kPage); },
      [&](const Entry& entry) {
        ++walk.report.entries;
        wrong = customer.add(entry);
        return !wrong;
      });
  return wrong ? wrong : customer.finish();
}

// The current value of a member as JSON, and for a secret the hash that identifies it.
struct CurrentMember {
  std::string text;
  std::string proof;
};

// One half of a proof; empty if it is not known.
enum class Side : std::uint8_t { before, after };
std::string half(const std::string& proof, Side side) {
  const std::size_t size = proof.size() / 2;
  return proof.substr(side == Side::before ? 0 : size, size);
}

class AdminObject {
 public:
  // `now` is the entry that would create the present object from nothing.
  AdminObject(const AdminEntry& now, const Integrity& integrity)
      : expected_(now.version), chain_(integrity) {
    for (const AdminDifference& each : now.differences)
      members_[each.member] = {each.after, half(each.proof, Side::after)};
  }

  std::optional<std::string> add(const AdminEntry& entry) {
    if (auto wrong = chain_.add(entry, expected_--)) return wrong;
    for (const AdminDifference& each : entry.differences) {
      CurrentMember& current = members_[each.member];
      const std::string proof = half(each.proof, Side::after);
      if (current.text != each.after ||
          (!current.proof.empty() && !proof.empty() && current.proof != proof))
        return "history set " + each.member + " to something else than what stood after";
      current = {each.before, half(each.proof, Side::before)};
    }
    return std::nullopt;
  }

  std::optional<std::string> finish() {
    if (expected_ != 0) return "history ends at version " + std::to_string(expected_ + 1);
    for (const auto& [member, current] : members_)
      if (!current.text.empty()) return "history does not tell where " + member + " is from";
    return chain_.finish({});
  }

 private:
  std::map<std::string, CurrentMember> members_;
  Version expected_;
  Chain<AdminEntry> chain_;
};

std::optional<std::string> check(const Walk& walk, const AdminEntry& now) {
  AdminObject object(now, walk.integrity);
  std::optional<std::string> wrong;
  const auto read = [&](Version before) { return walk.reader.history(now.object, before, kPage); };
  walk_back(read(0), read, [&](const AdminEntry& entry) {
    ++walk.report.entries;
    wrong = object.add(entry);
    return !wrong;
  });
  return wrong ? wrong : object.finish();
}

std::optional<AdminEntry> row_state(ReadTransaction& reader, const AdminObjectId& object) {
  if (object.kind) {
    const auto reference = reader.reference(*object.kind, object.id);
    return reference ? std::optional(entry_of(nullptr, *reference)) : std::nullopt;
  }
  const auto principal = reader.principal(object.id);
  return principal ? std::optional(entry_of(nullptr, *principal)) : std::nullopt;
}

// Reports data that cannot be read. Any other error of the store ends the verification.
template <class Look>
void look_for_damage(const Walk& walk, Look&& value_at) {
  VerifyReport& report = walk.report;
  try {
    value_at();
  } catch (const Damaged& find_damage) {
    if (report.damaged.size() < VerifyReport::kDamagedNamed)
      report.damaged.emplace_back(find_damage.what());
    else
      ++report.damaged_more;
  }
}

// Reports what is wrong with `who`, if it is the first difference.
void note(const Walk& walk, const std::string& who, std::optional<std::string> wrong) {
  if (wrong && !walk.report.difference) walk.report.difference = who + ": " + *wrong;
}

void check_customer(const Walk& walk, const Record& record, std::vector<Entry> newest) {
  note(walk, "customer " + std::to_string(record.id.value), check(walk, record, std::move(newest)));
}

// Checks customers one by one: any of them may be damaged.
void check_each(const Walk& walk, std::span<const CustomerId> ids) {
  for (const CustomerId id : ids)
    look_for_damage(walk, [&] {
      const auto record = walk.reader.customer(id);
      // Without its row the columns cannot be compared here; its values are checked below.
      if (record) check_customer(walk, *record, walk.reader.history(id, 0, kPage));
    });
}

// Checks customers whose history is read together.
void check_together(const Walk& walk, std::span<const Record> records) {
  std::vector<std::vector<Entry>> histories;
  try {
    histories = walk.reader.histories(records.front().id, records.back().id, kPage);
  } catch (const Damaged&) {
    std::vector<CustomerId> ids;
    for (const Record& each : records) ids.push_back(each.id);
    check_each(walk, ids);
    return;
  }
  for (std::size_t i = 0; i < records.size(); ++i)
    look_for_damage(walk, [&] { check_customer(walk, records[i], std::move(histories.at(i))); });
}

// Returns how many of `records`, at least one, have at most kEntries entries.
std::size_t count_together(std::span<const Record> records) {
  Version entries = 0;
  std::size_t count = 0;
  for (const Record& each : records) {
    entries += std::min<Version>(each.version, kPage);
    if (count > 0 && entries > kEntries) break;
    ++count;
  }
  return count;
}

// Checks the customers above `after`, and returns the last of them; nothing if there is none.
std::optional<CustomerId> check_some(const Walk& walk, CustomerId after) {
  std::vector<Record> records;
  try {
    records = walk.reader.records(after, kRecords);
  } catch (const Damaged&) {
    const auto ids = walk.reader.customer_ids(after, kRecords);
    walk.report.customers += ids.size();
    check_each(walk, ids);
    return ids.empty() ? std::nullopt : std::optional(ids.back());
  }
  walk.report.customers += records.size();
  for (std::span<const Record> rest = records; !rest.empty();) {
    const std::size_t count = count_together(rest);
    check_together(walk, rest.first(count));
    rest = rest.subspan(count);
  }
  return records.empty() ? std::nullopt : std::optional(records.back().id);
}

void check_customers(const Walk& walk, const std::function<void(const VerifyReport&)>& progress) {
  std::optional<CustomerId> last = CustomerId{};
  while ((last = check_some(walk, *last)))
    if (progress) progress(walk.report);
}

void check_admin_objects(const Walk& walk, std::optional<ReferenceKind> kind) {
  std::int64_t after = 0;
  for (bool more = true; more;) {
    const auto ids = walk.reader.admin_object_ids(kind, after, kPage);
    more = ids.size() == kPage;
    for (const std::int64_t id : ids) {
      after = id;
      ++walk.report.admin_objects;
      const AdminObjectId object{kind, id};
      look_for_damage(walk, [&] {
        const auto now = row_state(walk.reader, object);
        note(
            walk, std::string(word(object)) + ' ' + std::to_string(id),
            now ? check(walk, *now)
                : std::optional<std::string>("its row was altered, put there, or is an older one"));
      });
    }
  }
}

void check_store(const Walk& walk) {
  if (auto wrong = check(walk, marks_in_history(walk.reader)))
    walk.report.difference = "the marks of the store: " + *std::move(wrong);
}

Instant erased_before(ReadTransaction& reader) {
  for (const Mark& each : reader.marks())
    if (each.name == kErasedBefore) return {each.value};
  return {INT64_MIN};
}

// `index_mismatch` gives what ReadTransaction::index_mismatch does.
VerifyReport verify_with(ReadTransaction& reader,
                         const std::function<void(const VerifyReport&)>& progress,
                         const VerifyOptions& options,
                         const std::function<std::optional<std::string>()>& index_mismatch) {
  VerifyReport report;
  const Walk walk{reader, options.integrity, erased_before(reader), report};
  check_customers(walk, progress);
  check_admin_objects(walk, std::nullopt);
  for (std::size_t kind = 0; kind < kKinds; ++kind)
    check_admin_objects(walk, static_cast<ReferenceKind>(kind));
  if (!report.difference) look_for_damage(walk, [&] { check_store(walk); });
  if (!report.difference) look_for_damage(walk, [&] { report.difference = index_mismatch(); });
  if (!report.difference) report.difference = wrong_seal(reader, options, report);
  return report;
}

}  // namespace

VerifyReport verify(ReadTransaction& reader,
                    const std::function<void(const VerifyReport&)>& progress,
                    const VerifyOptions& options) {
  return verify_with(reader, progress, options, [&] { return reader.index_mismatch(); });
}

VerifyReport verify(const OpenReader& open,
                    const std::function<void(const VerifyReport&)>& progress,
                    const VerifyOptions& options) {
  const std::unique_ptr<ReadTransaction> reader = open();
  std::future<std::optional<std::string>> index =
      std::async(std::launch::async, [&] { return open()->index_mismatch(); });
  return verify_with(*reader, progress, options, [&] { return index.get(); });
}

}  // namespace patchbay::store
