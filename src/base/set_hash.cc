// Adds hashes of libsodium.
#include "base/set_hash.h"

#include <algorithm>

#include <sodium.h>

#include "base/digest.h"

namespace patchbay {

static_assert(std::tuple_size_v<SetHashKey> == crypto_shorthash_siphashx24_KEYBYTES);

SetHashKey set_hash_key(std::string_view secret) {
  const std::string hash = blake2b(secret);
  SetHashKey out;
  std::copy_n(hash.begin(), out.size(), out.begin());
  return out;
}

void SetHash::add(std::string_view text, const SetHashKey& key) {
  std::array<std::uint64_t, 2> hash;
  static_assert(sizeof hash == crypto_shorthash_siphashx24_BYTES);
  crypto_shorthash_siphashx24(reinterpret_cast<unsigned char*>(hash.data()),
                              reinterpret_cast<const unsigned char*>(text.data()), text.size(),
                              key.data());
  for (std::size_t i = 0; i < hash.size(); ++i) sums_[i] += hash[i];
}

}  // namespace patchbay
