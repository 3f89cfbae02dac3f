// Hashes over length-prefixed members, so that no two entries read the same.
#include "record/chain.h"

#include "base/digest.h"
#include "record/codec.h"

namespace patchbay {
namespace {

constexpr std::size_t kSalt = 16;
constexpr std::size_t kCommitment = 32;

class Members {
 public:
  void add(std::int64_t number) {
    for (int shift = 0; shift < 64; shift += 8) out_ += static_cast<char>(number >> shift);
  }
  void add(std::string_view text) {
    add(static_cast<std::int64_t>(text.size()));
    out_ += text;
  }
  void add(const Circumstance& by) {
    add(by.time.us);
    add(by.principal);
    add(by.door);
    add(by.source);
    add(by.request.text());
    add(by.reason);
    add(encode(by.warnings));
    if (by.principal_id == 0) return;  // also of entries from before numbers were kept
    add("principal_id");
    add(by.principal_id);
  }
  [[nodiscard]] std::string hash() const { return blake2b(out_); }

 private:
  std::string out_;
};

std::string commitment(const Difference& difference) {
  if (is_erased(difference)) return difference.bond;
  return blake2b(encode_unbound(difference), difference.bond);
}

std::string commitment(const ThingDifference& difference) {
  Members members;
  members.add(difference.before);
  members.add(difference.after);
  return blake2b(members.hash(), difference.bond);
}

template <class Differences>
void salt(Differences& differences, Random& random) {
  const std::string salts = random.bytes(kSalt * differences.size());
  for (std::size_t i = 0; i < differences.size(); ++i)
    differences[i].bond = salts.substr(i * kSalt, kSalt);
}

}  // namespace

void bind(Entry& entry, Random& random) { salt(entry.differences, random); }
void bind(ThingEntry& entry, Random& random) { salt(entry.differences, random); }

std::string chain_hash(std::string_view previous, const Entry& entry) {
  Members members;
  members.add(previous);
  members.add(entry.customer.value);
  members.add(entry.version);
  members.add(entry.action);
  members.add(entry.by);
  for (const Difference& each : entry.differences) {
    members.add(text(each.path));
    members.add(commitment(each));
  }
  return members.hash();
}

std::string chain_hash(std::string_view previous, const ThingEntry& entry) {
  Members members;
  members.add(previous);
  members.add(word(entry.thing));
  members.add(entry.thing.id);
  members.add(entry.version);
  members.add(entry.action);
  members.add(entry.by);
  for (const ThingDifference& each : entry.differences) {
    members.add(each.member);
    members.add(commitment(each));
  }
  return members.hash();
}

void erase_values(Difference& difference) {
  difference.bond = commitment(difference);
  difference.before.reset();
  difference.after.reset();
}

bool is_erased(const Difference& difference) { return difference.bond.size() == kCommitment; }

}  // namespace patchbay
