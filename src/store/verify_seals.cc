// Computes seals again from the present entries.
#include "base/digest.h"
#include "base/wording.h"
#include "store/verify.h"

namespace patchbay::store {
namespace {

constexpr std::size_t kSealsPage = 1000;

std::string range(std::int64_t after, std::int64_t last) {
  return std::to_string(after + 1) + " to " + std::to_string(last);
}

std::string entries_of(std::int64_t count) {
  return counted(static_cast<std::uint64_t>(count), "entry", "entries");
}

std::string there(std::int64_t count) {
  return std::to_string(count) + (count == 1 ? " is there" : " are there");
}

class Seals {
 public:
  Seals(ReadTransaction& reader, const VerifyOptions& options, VerifyReport& report)
      : reader_(reader), options_(options), report_(report) {}

  std::optional<std::string> check() {
    std::int64_t from = 0;
    for (bool more = true; more;) {
      const auto page = reader_.seals(from, kSealsPage);
      more = page.size() == kSealsPage;
      for (const AuditSeal& each : page) {
        if (each.number != from++) return "seal " + std::to_string(from - 1) + " is missing";
        if (auto wrong = each.number == 0 ? check_first(each) : check_next(each)) return wrong;
        if (auto wrong = check_anchors(each)) return wrong;
        newest_ = each;
        ++report_.seals;
      }
    }
    if (report_.seals == 0) return "history carries no seals";
    if (report_.anchors < options_.anchors.size())
      return "an anchor names seal " + std::to_string(furthest_anchor()) +
             ", and history ends before it";
    if (auto wrong = check_head()) return wrong;
    report_.unsealed = count_after(newest_);
    return std::nullopt;
  }

 private:
  [[nodiscard]] bool is_keyed() const { return options_.integrity.known(); }

  std::optional<std::string> check_first(const AuditSeal& seal) {
    if (!is_keyed() || seal == first_seal(options_.integrity.needed())) return std::nullopt;
    return "the first seal was not made by this server";
  }

  // Adds the entries after `after` up to `last`, and returns their count.
  template <class Read, class Add>
  static std::int64_t add(std::int64_t after, std::int64_t last, Read&& read, Add&& add_one) {
    std::int64_t count = 0;
    for (;;) {
      const auto page = read(after);
      for (const NumberedHash& each : page) {
        if (each.number > last) return count;
        add_one(each);
        ++count;
        after = each.number;
      }
      if (page.size() < kSealsPage) return count;
    }
  }

  std::optional<std::string> check_next(const AuditSeal& seal) {
    AuditSealBuilder builder(newest_);
    const std::int64_t entries = add(
        newest_.entry, seal.entry,
        [&](std::int64_t after) { return reader_.entry_hashes(after, kSealsPage); },
        [&](const NumberedHash& each) { builder.add_entry(each); });
    const std::int64_t admin_objects = add(
        newest_.admin_entry, seal.admin_entry,
        [&](std::int64_t after) { return reader_.admin_entry_hashes(after, kSealsPage); },
        [&](const NumberedHash& each) { builder.add_admin_entry(each); });
    const std::string name = "seal " + std::to_string(seal.number);
    if (entries != seal.entries - newest_.entries)
      return name + " covers " + entries_of(seal.entries - newest_.entries) +
             " of customers, numbered " + range(newest_.entry, seal.entry) + ", and " +
             there(entries);
    if (admin_objects != seal.admin_entries - newest_.admin_entries)
      return name + " covers " + entries_of(seal.admin_entries - newest_.admin_entries) +
             " of principals and references, numbered " +
             range(newest_.admin_entry, seal.admin_entry) + ", and " + there(admin_objects);
    if (!is_keyed() || builder.finish(options_.integrity.needed()) == seal) return std::nullopt;
    return name + " does not follow from the seal before it and the entries that it covers: " +
           range(newest_.entry, seal.entry) + " of customers and " +
           range(newest_.admin_entry, seal.admin_entry) + " of principals and references";
  }

  std::optional<std::string> check_anchors(const AuditSeal& seal) {
    for (const AuditSeal& each : options_.anchors) {
      if (each.number != seal.number) continue;
      if (each != seal)
        return "history up to entry " + std::to_string(each.entry) +
               " is not what it was when its anchor was made (seal " + std::to_string(each.number) +
               ")";
      ++report_.anchors;
    }
    return std::nullopt;
  }

  [[nodiscard]] std::int64_t furthest_anchor() const {
    std::int64_t out = 0;
    for (const AuditSeal& each : options_.anchors) out = std::max(out, each.number);
    return out;
  }

  std::optional<std::string> check_head() {
    const auto head = reader_.head();
    if (!head) return "the row that names the newest seal is missing";
    if (head->seal != newest_.number)
      return "the newest seal is said to be " + std::to_string(head->seal) + ", and seals end at " +
             std::to_string(newest_.number);
    if (!is_keyed() || same_bytes(head_hash(newest_, options_.integrity.needed()), head->hash))
      return std::nullopt;
    return "the row that names the newest seal was not written by this server";
  }

  [[nodiscard]] std::uint64_t count_after(const AuditSeal& seal) {
    constexpr std::int64_t kAll = INT64_MAX;
    const auto nothing = [](const NumberedHash&) {};
    return static_cast<std::uint64_t>(
        add(
            seal.entry, kAll,
            [&](std::int64_t after) { return reader_.entry_hashes(after, kSealsPage); }, nothing) +
        add(
            seal.admin_entry, kAll,
            [&](std::int64_t after) { return reader_.admin_entry_hashes(after, kSealsPage); },
            nothing));
  }

  ReadTransaction& reader_;
  const VerifyOptions& options_;
  VerifyReport& report_;
  AuditSeal newest_;
};

}  // namespace

std::optional<std::string> wrong_seal(ReadTransaction& reader, const VerifyOptions& options,
                                      VerifyReport& report) {
  return Seals(reader, options, report).check();
}

}  // namespace patchbay::store
