// Hashes passwords with argon2id of libsodium, and keys with BLAKE2b.
#include "core/access/password.h"

#include <atomic>
#include <new>

#include <sodium.h>

#include "base/digest.h"

namespace patchbay::core {

namespace {

constexpr std::size_t kHashBytes = 32;

std::atomic<std::int64_t> hashes = 0;

// Base64 without padding.
std::string unpadded_base64(std::string_view bytes) {
  constexpr int kVariant = sodium_base64_VARIANT_ORIGINAL_NO_PADDING;
  std::string out(sodium_base64_ENCODED_LEN(bytes.size(), kVariant), '\0');
  sodium_bin2base64(out.data(), out.size(), reinterpret_cast<const unsigned char*>(bytes.data()),
                    bytes.size(), kVariant);
  out.resize(out.find('\0'));
  return out;
}

// "$argon2id$v=19$m=65536,t=2,p=1$SALT$HASH": m in KiB.
std::string hash_with_salt(std::string_view password, bool light, std::string_view salt) {
  ++hashes;
  const std::size_t ops = light ? crypto_pwhash_OPSLIMIT_MIN : crypto_pwhash_OPSLIMIT_INTERACTIVE;
  const std::size_t memory =
      light ? crypto_pwhash_MEMLIMIT_MIN : crypto_pwhash_MEMLIMIT_INTERACTIVE;
  std::string hash(kHashBytes, '\0');
  if (crypto_pwhash(reinterpret_cast<unsigned char*>(hash.data()), hash.size(), password.data(),
                    password.size(), reinterpret_cast<const unsigned char*>(salt.data()), ops,
                    memory, crypto_pwhash_ALG_ARGON2ID13) != 0)
    throw std::bad_alloc();
  return "$argon2id$v=19$m=" + std::to_string(memory / 1024) + ",t=" + std::to_string(ops) +
         ",p=1$" + unpadded_base64(salt) + '$' + unpadded_base64(hash);
}

}  // namespace

std::int64_t hashes_computed() { return hashes; }

std::string hash_password(std::string_view password, bool light, Random& random) {
  return hash_with_salt(password, light, random.bytes(crypto_pwhash_SALTBYTES));
}

bool password_matches(std::string_view hash, std::string_view password, bool light) {
  ++hashes;
  // No password has these hashes. They only make the check take as long as another.
  static const std::string kSalt(crypto_pwhash_SALTBYTES, '\0');
  static const std::string kDecoys[] = {hash_with_salt("decoy", false, kSalt),
                                        hash_with_salt("decoy", true, kSalt)};
  const bool real = !hash.empty() && hash.size() < crypto_pwhash_STRBYTES;
  std::string padded(real ? hash : std::string_view(kDecoys[light ? 1 : 0]));
  padded.resize(crypto_pwhash_STRBYTES, '\0');
  const bool same = crypto_pwhash_str_verify(padded.data(), password.data(), password.size()) == 0;
  return same && real;
}

std::string hash_key(std::string_view key) { return blake2b(key); }

std::string make_key(Random& random) { return base64_url(random.bytes(32)); }

}  // namespace patchbay::core
