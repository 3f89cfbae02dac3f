// Hashes over members with their lengths, so that two different entries never give the same input.
//
// A difference that was not erased has a salt as its bond. The salt is the key of its only value,
// or of the first of two; the key of the second one is derived from it. After erasing, the bond is
// a byte of flags, the commitment of each erased side, and the key of the second value if that
// value was not erased.
//
// Keys of 12 bytes stand before the value in the text that is hashed, which takes one block for
// most values. Keys of 16 bytes were used as keys of BLAKE2b, which takes another block, and
// the second one was always derived.
#include "record/history/chain.h"

#include <algorithm>

#include "base/digest.h"
#include "record/formats/codec.h"

namespace patchbay {
namespace {

constexpr std::size_t kSalt = 12;
constexpr std::size_t kKeyedSalt = 16;
constexpr std::size_t kSeed = 16;
constexpr std::size_t kCommitment = 32;

enum Flag : std::uint8_t {
  has_before = 1,
  has_after = 2,
  before_is_erased = 4,
  after_is_erased = 8
};

// The parts of a bond.
struct Bond {
  std::uint8_t flags = 0;
  std::string before;  // key for the commitment of the first value; the commitment itself if it was
                       // erased
  std::string after;   // the same for the second value
};

std::string hash_with(std::string_view key, std::string_view text) {
  if (key.size() >= kKeyedSalt) return blake2b(text, key);
  std::string input;
  input.reserve(key.size() + text.size());
  input.append(key).append(text);
  return blake2b(input);
}

std::string key_after(std::string_view salt) {
  return hash_with(salt, "after").substr(0, std::min(salt.size(), kKeyedSalt));
}

bool is_whole(const Difference& difference) {
  const std::size_t bytes = difference.bond.size();
  return bytes <= kSalt || bytes == kKeyedSalt;
}

std::uint8_t flags_of(const Difference& difference) {
  if (!is_whole(difference)) return static_cast<std::uint8_t>(difference.bond.front());
  std::uint8_t out = 0;
  if (difference.before) out |= has_before;
  if (difference.after) out |= has_after;
  return out;
}

Bond bond_of(const Difference& difference) {
  Bond out{.flags = flags_of(difference), .before = {}, .after = {}};
  if (is_whole(difference)) {
    out.before = difference.bond;
    const bool is_derived = difference.before || difference.bond.size() == kKeyedSalt;
    if (difference.after) out.after = is_derived ? key_after(difference.bond) : difference.bond;
    return out;
  }
  std::string_view rest = difference.bond;
  rest.remove_prefix(1);
  if (out.flags & before_is_erased) {
    out.before = rest.substr(0, kCommitment);
    rest.remove_prefix(std::min(rest.size(), kCommitment));
  }
  out.after = rest;
  return out;
}

std::string bond_text(const Bond& bond) {
  std::string out(1, static_cast<char>(bond.flags));
  if (bond.flags & before_is_erased) out += bond.before;
  return out += bond.after;
}

std::string commitment(const std::optional<Value>& value, bool is_gone, const std::string& held) {
  if (is_gone) return held;
  return value ? hash_with(held, encode_value(*value)) : std::string();
}

std::string before_commitment(const Difference& difference, const Bond& bond) {
  return commitment(difference.before, bond.flags & before_is_erased, bond.before);
}
std::string after_commitment(const Difference& difference, const Bond& bond) {
  return commitment(difference.after, bond.flags & after_is_erased, bond.after);
}

void add(HashInput& members, const ChangeOrigin& by) {
  members.add(by.time.us);
  members.add(by.principal);
  members.add(by.principal_id);
  members.add(by.door);
  members.add(by.source);
  members.add(by.request.text());
  members.add(by.reason);
  members.add(encode(by.warnings));
}

std::string commitment(const AdminDifference& difference) {
  HashInput members;
  members.add(difference.before);
  members.add(difference.after);
  members.add(difference.proof);
  return blake2b(members.hash(), difference.bond);
}

bool only_sets(const Difference& difference) { return !difference.before && difference.after; }

template <class Differences>
void salt(Differences& differences, std::size_t bytes, std::string_view salts) {
  for (std::size_t i = 0; i < differences.size(); ++i)
    differences[i].bond = salts.substr(i * bytes, bytes);
}

}  // namespace

void bind(Entry& entry, Random& random) {
  Differences& differences = entry.differences;
  // Two salts take no more room than the seed.
  constexpr std::size_t kFewest = 3;
  if (differences.size() >= kFewest && std::ranges::all_of(differences, only_sets)) {
    entry.seed = random.bytes(kSeed);
    return bind_from_seed(entry);
  }
  entry.seed.clear();
  salt(differences, kSalt, random.bytes(kSalt * differences.size()));
}

void bind(AdminEntry& entry, Random& random) {
  salt(entry.differences, kKeyedSalt, random.bytes(kKeyedSalt * entry.differences.size()));
}

void bind_from_seed(Entry& entry) {
  salt(entry.differences, kSalt, expand(entry.seed, kSalt * entry.differences.size()));
}

bool is_seeded(const Entry& entry) {
  return !entry.seed.empty() && std::ranges::all_of(entry.differences, [](const Difference& each) {
    return only_sets(each) && each.bond.size() == kSalt;
  });
}

std::string chain_start(const Uuid& customer) { return customer.text(); }

std::string commitments(const Differences& differences) {
  HashInput members;
  for (const Difference& each : differences) {
    const Bond bond = bond_of(each);
    members.add(text(each.path));
    members.add(bond.flags & (has_before | has_after));
    members.add(before_commitment(each, bond));
    members.add(after_commitment(each, bond));
  }
  return std::move(members).text();
}

std::string chain_hash(std::string_view previous, const Entry& entry, std::string_view key) {
  return chain_hash(previous, entry, commitments(entry.differences), key);
}

std::string chain_hash(std::string_view previous, const Entry& entry, std::string_view commitments,
                       std::string_view key) {
  HashInput members;
  members.add("customer's entry");
  members.add(previous);
  members.add(entry.customer.value);
  members.add(entry.version);
  members.add(entry.action);
  add(members, entry.by);
  members.append(commitments);
  return members.hash(key);
}

std::string chain_hash(std::string_view previous, const AdminEntry& entry, std::string_view key) {
  HashInput members;
  members.add("thing's entry");
  members.add(previous);
  members.add(word(entry.object));
  members.add(entry.object.id);
  members.add(entry.version);
  members.add(entry.action);
  add(members, entry.by);
  for (const AdminDifference& each : entry.differences) {
    members.add(each.member);
    members.add(commitment(each));
  }
  return members.hash(key);
}

Erased erased(const Difference& difference) {
  if (is_whole(difference)) return {};
  const std::uint8_t flags = flags_of(difference);
  return {.before = (flags & before_is_erased) != 0, .after = (flags & after_is_erased) != 0};
}

bool is_erased(const Difference& difference) { return erased(difference) != Erased{}; }
bool had_value_before(const Difference& difference) {
  return (flags_of(difference) & has_before) != 0;
}
bool has_value_after(const Difference& difference) {
  return (flags_of(difference) & has_after) != 0;
}

void erase_before(Difference& difference) {
  Bond bond = bond_of(difference);
  if (!(bond.flags & has_before) || bond.flags & before_is_erased) return;
  bond.before = before_commitment(difference, bond);
  bond.flags |= before_is_erased;
  difference.before.reset();
  difference.bond = bond_text(bond);
}

void erase_values(Difference& difference) {
  erase_before(difference);
  Bond bond = bond_of(difference);
  if (!(bond.flags & has_after) || bond.flags & after_is_erased) return;
  bond.after = after_commitment(difference, bond);
  bond.flags |= after_is_erased;
  difference.after.reset();
  difference.bond = bond_text(bond);
}

bool is_erased_whole(const Difference& difference) { return difference.bond.size() == kCommitment; }

void convert_erased_whole(Difference& difference, bool had_before, After after) {
  const std::string commitment = difference.bond;
  Bond bond;
  if (had_before) {
    bond.flags |= has_before | before_is_erased;
    bond.before = commitment;
  }
  if (after.is_erased) {
    bond.flags |= has_after | after_is_erased;
    bond.after = commitment;
  } else if (after.value) {
    bond.flags |= has_after;
    bond.after = key_after(commitment);
  }
  difference.before.reset();
  difference.after = std::move(after.value);
  difference.bond = bond_text(bond);
}

}  // namespace patchbay
