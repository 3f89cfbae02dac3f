// Rings that are replaced as a whole, so that sealing and opening never wait for each other.
#include "core/access/sealing_keys.h"

#include <algorithm>
#include <cstring>
#include <mutex>
#include <span>
#include <stdexcept>
#include <utility>

#include "base/digest.h"

namespace patchbay::core {
namespace {

using Key = SealingKeys::Key;

std::vector<Key> keys_of(std::string_view text) {
  if (text.empty() || text.size() % SealingKeys::kKeyBytes != 0 ||
      text.size() > SealingKeys::kKeyBytes * SealingKeys::kKeysMax)
    throw std::logic_error("a ring has 1 to 16 keys of 32 bytes");
  std::vector<Key> out;
  for (std::size_t at = 0; at < text.size(); at += SealingKeys::kKeyBytes) {
    const std::string_view key = text.substr(at, SealingKeys::kKeyBytes);
    out.push_back({sealing_key_id(key), std::string(key)});
  }
  return out;
}

}  // namespace

std::int64_t sealing_key_id(std::string_view key) {
  const std::string hash = blake2b("patchbay sealing key", key);
  std::int64_t out = 0;
  std::memcpy(&out, hash.data(), sizeof out);
  return out;
}

struct SealingKeys::State {
  std::mutex mutex;
  std::shared_ptr<const Ring> ring;
};

SealingKeys::SealingKeys(std::string keys)
    : state_(std::make_shared<State>()), first_(keys.substr(0, kKeyBytes)) {
  state_->ring = std::make_shared<const Ring>(Ring{.keys = keys_of(keys)});
}

std::shared_ptr<const SealingKeys::Ring> SealingKeys::ring() const {
  const std::lock_guard lock(state_->mutex);
  return state_->ring;
}

std::string SealingKeys::text() const {
  std::string out;
  for (const Key& each : ring()->keys) out += each.bytes;
  return out;
}

bool SealingKeys::know(const SealingKeys& more) {
  const auto theirs = more.ring();
  const std::lock_guard lock(state_->mutex);
  const std::vector<Key>& known = state_->ring->keys;
  const bool begins_so = theirs->keys.size() >= known.size() &&
                         std::ranges::equal(known, std::span(theirs->keys).first(known.size()), {},
                                            &Key::bytes, &Key::bytes);
  if (!begins_so) return false;
  state_->ring =
      std::make_shared<const Ring>(Ring{.keys = theirs->keys, .sealing = state_->ring->sealing});
  return true;
}

bool SealingKeys::seal_with(std::int64_t id) {
  const std::lock_guard lock(state_->mutex);
  const std::vector<Key>& known = state_->ring->keys;
  const auto found = std::ranges::find(known, id, &Key::id);
  if (found == known.end()) return false;
  const auto sealing = static_cast<std::size_t>(found - known.begin());
  state_->ring = std::make_shared<const Ring>(Ring{.keys = known, .sealing = sealing});
  return true;
}

}  // namespace patchbay::core
