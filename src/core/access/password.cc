// Hashes passwords with argon2id of libsodium, and keys with BLAKE2b.
#include "core/access/password.h"

#include <atomic>
#include <new>

#include <sodium.h>

#include "base/digest.h"

namespace patchbay::core {

namespace {

std::atomic<std::int64_t> hashes = 0;

}  // namespace

std::int64_t hashes_computed() { return hashes; }

std::string hash_password(std::string_view password, bool light) {
  ++hashes;
  std::string out(crypto_pwhash_STRBYTES, '\0');
  const auto ops = light ? crypto_pwhash_OPSLIMIT_MIN : crypto_pwhash_OPSLIMIT_INTERACTIVE;
  const auto memory = light ? crypto_pwhash_MEMLIMIT_MIN : crypto_pwhash_MEMLIMIT_INTERACTIVE;
  if (crypto_pwhash_str_alg(out.data(), password.data(), password.size(), ops, memory,
                            crypto_pwhash_ALG_ARGON2ID13) != 0)
    throw std::bad_alloc();
  out.resize(out.find('\0'));
  return out;
}

bool password_matches(std::string_view hash, std::string_view password, bool light) {
  ++hashes;
  static const std::string kDecoys[] = {hash_password("decoy", false),
                                        hash_password("decoy", true)};
  const bool real = !hash.empty() && hash.size() < crypto_pwhash_STRBYTES;
  std::string padded(real ? hash : std::string_view(kDecoys[light ? 1 : 0]));
  padded.resize(crypto_pwhash_STRBYTES, '\0');
  const bool same = crypto_pwhash_str_verify(padded.data(), password.data(), password.size()) == 0;
  return same && real;
}

std::string hash_key(std::string_view key) { return blake2b(key); }

std::string make_key(Random& random) { return base64_url(random.bytes(32)); }

}  // namespace patchbay::core
