// Encryption of secrets with libsodium.
#include "core/access/secret_sealer.h"

#include <cstring>

#include <sodium.h>

#include "base/digest.h"

namespace patchbay::core {
namespace {

constexpr std::size_t kNonce = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t kTag = crypto_aead_xchacha20poly1305_ietf_ABYTES;
constexpr std::size_t kIdBytes = sizeof(std::int64_t);
constexpr std::size_t kTailed = 8;
constexpr std::size_t kTail = 4;

const unsigned char* raw(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* raw(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

// The associated data of a box. A box that was copied to another customer or field does not
// decrypt.
std::string binding(const Uuid& customer, Field field) {
  return customer.text() + '/' + std::string(row(field).key);
}

// What a box begins with: nothing if it was made with the oldest key, and the key's id otherwise.
std::string beginning_of(std::int64_t id) {
  std::string out(kIdBytes, '\0');
  std::memcpy(out.data(), &id, kIdBytes);
  return out;
}

std::optional<std::string> open_with(std::string_view key, std::string_view box,
                                     std::string_view bound) {
  if (box.size() < kNonce + kTag) return std::nullopt;
  std::string plain(box.size() - kNonce - kTag, '\0');
  unsigned long long length = 0;
  if (crypto_aead_xchacha20poly1305_ietf_decrypt(raw(plain), &length, nullptr, raw(box) + kNonce,
                                                 box.size() - kNonce, raw(bound), bound.size(),
                                                 raw(box), raw(key)) != 0)
    return std::nullopt;
  return plain;
}

bool shows_tail(Field field) {
  return field == Field::card_number || field == Field::bank_account_number;
}

}  // namespace

std::string SecretSealer::box(std::string_view plain, std::string_view bound) const {
  const auto ring = keys_.ring();
  const SealingKeys::Key& key = ring->keys[ring->sealing];
  const std::string nonce = random_.bytes(kNonce);
  std::string box = (ring->sealing == 0 ? std::string() : beginning_of(key.id)) + nonce;
  const std::size_t begins = box.size();
  box.resize(begins + plain.size() + kTag);
  unsigned long long length = 0;
  crypto_aead_xchacha20poly1305_ietf_encrypt(raw(box) + begins, &length, raw(plain), plain.size(),
                                             raw(bound), bound.size(), nullptr, raw(nonce),
                                             raw(key.bytes));
  return box;
}

std::optional<std::string> SecretSealer::open(std::string_view box, std::string_view bound) const {
  const auto ring = keys_.ring();
  for (std::size_t i = 1; i < ring->keys.size(); ++i) {
    const SealingKeys::Key& key = ring->keys[i];
    if (!box.starts_with(beginning_of(key.id))) continue;
    if (auto plain = open_with(key.bytes, box.substr(kIdBytes), bound)) return plain;
  }
  // A box of the oldest key begins with random bytes, so it may look like one of another key.
  return open_with(keys_.first(), box, bound);
}

std::string SecretSealer::fingerprint(std::string_view content) const {
  return blake2b(content, keys_.first());
}

SealedSecret SecretSealer::seal(std::string_view plain, const Uuid& customer, Field field) const {
  SealedSecret out{base64(box(plain, binding(customer, field))), {}};
  if (shows_tail(field) && plain.size() >= kTailed) out.tail = plain.substr(plain.size() - kTail);
  return out;
}

std::optional<std::string> SecretSealer::unseal(const SealedSecret& sealed, const Uuid& customer,
                                                Field field) const {
  const auto box = parse_base64(sealed.box);
  return box ? open(*box, binding(customer, field)) : std::nullopt;
}

void SecretSealer::seal_all(Record& record) const {
  std::vector<std::pair<Path, Value>> sealed;
  for (const auto& [path, value] : record.values) {
    const auto* plain = std::get_if<std::string>(&value);
    if (plain && row(path.field).secret())
      sealed.emplace_back(path, seal(*plain, record.uuid, path.field));
  }
  for (auto& [path, value] : sealed) record.values.set(path, std::move(value));
}

}  // namespace patchbay::core
