// History walked backwards from what stands: each entry must lead from what is there to what was
// before it, and end in nothing.
#include "store/verify.h"

#include <map>
#include <set>

#include "base/digest.h"
#include "record/chain.h"

namespace patchbay::store {
namespace {

constexpr std::size_t kPage = 1000;

// Calls `visit` with entries from the newest to the first, page by page, until it says false.
template <class Read, class Visit>
void walk_back(Read&& read, Visit&& visit) {
  Version before = 0;
  for (;;) {
    const auto page = read(before);
    for (const auto& entry : page)
      if (!visit(entry)) return;
    if (page.size() < kPage) return;
    before = page.back().version;
  }
}

// The hashes of one chain, newest first: whether each follows from the one before.
template <class Entry>
class Chain {
 public:
  // What is wrong with the entry that came before this one, or with this one's version.
  std::optional<std::string> add(const Entry& entry, Version expected) {
    if (entry.version != expected)
      return "version " + std::to_string(expected) + " is missing from history";
    auto wrong = settle(entry.hash);
    later_ = entry;
    return wrong;
  }
  std::optional<std::string> finish() { return settle({}); }

 private:
  std::optional<std::string> settle(std::string_view previous) {
    if (!later_ || same_bytes(chain_hash(previous, *later_), later_->hash)) return std::nullopt;
    return "the hash of version " + std::to_string(later_->version) +
           " does not follow from its content and the version before";
  }

  std::optional<Entry> later_;
};

class Customer {
 public:
  explicit Customer(const Record& record) : record_(record), values_(record.values) {}

  std::optional<std::string> add(const Entry& entry) {
    if (entry.customer != record_.id) return "holds an entry of another customer";
    if (auto wrong = chain_.add(entry, record_.version - seen_++)) return wrong;
    for (const Difference& each : entry.differences)
      if (!take_back(each))
        return "version " + std::to_string(entry.version) + " of history set " + text(each.path) +
               " to something else than what stood after it";
    return std::nullopt;
  }

  std::optional<std::string> finish() {
    if (seen_ != record_.version)
      return "history ends at version " + std::to_string(record_.version - seen_ + 1);
    for (const auto& [path, value] : values_)
      if (!unknown_.contains(path)) return "history does not tell where " + text(path) + " is from";
    return chain_.finish();
  }

 private:
  bool take_back(const Difference& each) {
    if (is_erased(each)) return unknown_.insert(each.path), true;
    const Value* stands = values_.find(each.path);
    const bool known = unknown_.erase(each.path) == 0;
    if (known && (each.after ? !stands || *stands != *each.after : stands != nullptr)) return false;
    if (each.before)
      values_.set(each.path, *each.before);
    else
      values_.clear(each.path);
    return true;
  }

  const Record& record_;
  Values values_;
  std::set<Path> unknown_;  // erased: what stood there cannot be told
  Version seen_ = 0;
  Chain<Entry> chain_;
};

std::optional<std::string> check(Reader& reader, const Record& record, Verified& verified) {
  Customer customer(record);
  std::optional<std::string> wrong;
  walk_back([&](Version before) { return reader.history(record.id, before, kPage); },
            [&](const Entry& entry) {
              ++verified.entries;
              wrong = customer.add(entry);
              return !wrong;
            });
  return wrong ? wrong : customer.finish();
}

// `now` is the entry that would make the thing as it stands of nothing.
std::optional<std::string> check(Reader& reader, const ThingEntry& now, Verified& verified) {
  std::map<std::string, std::string> members;
  for (const ThingDifference& each : now.differences) members[each.member] = each.after;
  Chain<ThingEntry> chain;
  Version expected = now.version;
  std::optional<std::string> wrong;
  walk_back([&](Version before) { return reader.history(now.thing, before, kPage); },
            [&](const ThingEntry& entry) {
              ++verified.entries;
              wrong = chain.add(entry, expected--);
              for (const ThingDifference& each : entry.differences) {
                if (!wrong && members[each.member] != each.after)
                  wrong = "history set " + each.member + " to something else than what stood after";
                members[each.member] = each.before;
              }
              return !wrong;
            });
  if (wrong) return wrong;
  if (expected != 0) return "history ends at version " + std::to_string(expected + 1);
  for (const auto& [member, value] : members)
    if (!value.empty()) return "history does not tell where " + member + " is from";
  return chain.finish();
}

std::optional<ThingEntry> standing(Reader& reader, const ThingId& thing) {
  if (thing.kind) {
    const auto reference = reader.reference(*thing.kind, thing.id);
    return reference ? std::optional(entry_of(nullptr, *reference)) : std::nullopt;
  }
  const auto principal = reader.principal(thing.id);
  return principal ? std::optional(entry_of(nullptr, *principal)) : std::nullopt;
}

void check_customers(Reader& reader, Verified& verified,
                     const std::function<void(const Verified&)>& progress) {
  CustomerQuery query{.recursive = true, .life = Life::all, .limit = kPage};
  for (bool more = true; more && !verified.difference;) {
    const CustomerPage page = reader.customers(query);
    more = page.more;
    query.after = page.last;
    for (const Record& record : page.records) {
      ++verified.customers;
      if (auto wrong = check(reader, record, verified)) {
        verified.difference =
            "customer " + std::to_string(record.id.value) + ": " + *std::move(wrong);
        return;
      }
    }
    if (progress) progress(verified);
  }
}

void check_things(Reader& reader, std::optional<Kind> kind, Verified& verified) {
  std::int64_t after = 0;
  for (bool more = true; more && !verified.difference;) {
    const auto ids = reader.thing_ids(kind, after, kPage);
    more = ids.size() == kPage;
    for (const std::int64_t id : ids) {
      ++verified.things;
      after = id;
      const ThingId thing{kind, id};
      const auto now = standing(reader, thing);
      auto wrong = now ? check(reader, *now, verified) : std::optional<std::string>("is not found");
      if (!wrong) continue;
      verified.difference =
          std::string(word(thing)) + ' ' + std::to_string(id) + ": " + *std::move(wrong);
      return;
    }
  }
}

}  // namespace

Verified verify(Reader& reader, const std::function<void(const Verified&)>& progress) {
  Verified verified;
  check_customers(reader, verified, progress);
  check_things(reader, std::nullopt, verified);
  for (std::size_t kind = 0; kind < kKinds && !verified.difference; ++kind)
    check_things(reader, static_cast<Kind>(kind), verified);
  if (!verified.difference) verified.difference = reader.disagreement();
  return verified;
}

}  // namespace patchbay::store
