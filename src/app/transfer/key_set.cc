// A table that is emptied into sorted runs, and a filter over these.
#include "app/transfer/key_set.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/digest.h"
#include "base/result.h"

namespace patchbay::app {
namespace {

constexpr std::uint64_t kEmpty = 0;
// Of 10 million keys that are in no run, one in fifteen passes; of 50 million, six in ten.
constexpr std::size_t kFilterWords = std::size_t{1} << 20;

std::uint64_t fact_bit(KeyFact fact) { return static_cast<std::uint64_t>(fact); }

// The slot of a hash, or the empty one where it belongs.
std::size_t slot_of(const std::vector<std::uint64_t>& slots, std::uint64_t hash) {
  std::size_t at = (hash >> 3) % slots.size();
  while (slots[at] != kEmpty && (slots[at] & ~kKeyFactBits) != hash) at = (at + 1) % slots.size();
  return at;
}

struct FilterBit {
  std::size_t word;
  std::uint64_t mask;
};
// The two bits of a hash.
std::array<FilterBit, 2> filter_bits(std::uint64_t hash) {
  const auto at = [](std::uint64_t place) {
    return FilterBit{(place / 64) % kFilterWords, std::uint64_t{1} << place % 64};
  };
  return {at(hash >> 3), at(hash >> 35)};
}

std::string keys_lost(const std::string& reason) {
  return "the keys of the rows before cannot be kept in TMPDIR: " + reason;
}

}  // namespace

KeySet::Short KeySet::shorten(std::string_view key) {
  std::uint64_t out = 0;
  for (const char c : blake2b(key).substr(0, 8)) out = out << 8 | static_cast<unsigned char>(c);
  out &= ~kKeyFactBits;
  return {out == kEmpty ? kKeyFactBits + 1 : out};
}

KeySet::Answer KeySet::insert(Short key, KeyFact fact) {
  const auto add_to = [&](std::uint64_t& word) {
    const bool is_new = (word & fact_bit(fact)) == 0;
    word |= fact_bit(fact);
    return is_new;
  };
  std::uint64_t* slot = &slots_[slot_of(slots_, key.bits)];
  if (*slot != kEmpty) return add_to(*slot);
  auto [run, found] = TRY(find_in_runs(key));
  if (run) {
    const bool is_new = add_to(found.word);
    if (is_new)
      if (const auto done = run->put(found.place, found.word); !done)
        return std::unexpected(keys_lost(done.error()));
    return is_new;
  }
  if (count_ == table_max_ || 2 * (count_ + 1) > slots_.size()) {
    TRY_DO(make_room());
    slot = &slots_[slot_of(slots_, key.bits)];
  }
  ++count_;
  *slot = key.bits;
  return add_to(*slot);
}

KeySet::Answer KeySet::contains(Short key, KeyFact fact) const {
  const std::uint64_t word = slots_[slot_of(slots_, key.bits)];
  if (word != kEmpty) return (word & fact_bit(fact)) != 0;
  const auto [run, found] = TRY(find_in_runs(key));
  return run && (found.word & fact_bit(fact)) != 0;
}

std::expected<KeySet::InRun, std::string> KeySet::find_in_runs(Short key) const {
  if (runs_.empty()) return InRun{};
  for (const FilterBit& each : filter_bits(key.bits))
    if ((filter_[each.word] & each.mask) == 0) return InRun{};
  for (const KeyRun& run : runs_) {
    const auto answer = run.find(key.bits);
    if (!answer) return std::unexpected(keys_lost(answer.error()));
    if (const auto& found = *answer) return InRun{&run, *found};
  }
  return InRun{};
}

KeySet::Status KeySet::make_room() {
  if (count_ < table_max_) {
    grow();
    return {};
  }
  if (const auto done = empty_table(); !done) return std::unexpected(keys_lost(done.error()));
  return {};
}

// Moves the keys of the table into a run.
KeySet::Status KeySet::empty_table() {
  filter_.resize(kFilterWords);
  const std::size_t room = slots_.size();
  std::erase(slots_, kEmpty);
  std::ranges::sort(slots_);
  for (const std::uint64_t word : slots_)
    for (const FilterBit& each : filter_bits(word)) filter_[each.word] |= each.mask;
  runs_.push_back(TRY(KeyRun::write(open_, slots_)));
  while (runs_.size() > 1 && runs_[runs_.size() - 2].size() <= runs_.back().size()) {
    KeyRun& before = runs_[runs_.size() - 2];
    before = TRY(KeyRun::merge(open_, before, runs_.back()));
    runs_.pop_back();
  }
  slots_.assign(room, kEmpty);
  count_ = 0;
  return {};
}

void KeySet::grow() {
  std::vector<std::uint64_t> larger(slots_.size() * 2);
  for (const std::uint64_t each : slots_)
    if (each != kEmpty) larger[slot_of(larger, each & ~kKeyFactBits)] = each;
  slots_ = std::move(larger);
}

}  // namespace patchbay::app
