// Hashes and encodings with libsodium and OpenSSL.
#include "base/digest.h"

#include <algorithm>
#include <climits>

#include <openssl/evp.h>
#include <sodium.h>

namespace patchbay {
namespace {

const unsigned char* raw(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

std::string encode(std::string_view bytes, int variant) {
  std::string out(sodium_base64_encoded_len(bytes.size(), variant), '\0');
  sodium_bin2base64(out.data(), out.size(), raw(bytes), bytes.size(), variant);
  out.resize(out.size() - 1);
  return out;
}

std::optional<std::string> decode_url(std::string_view text) {
  // libsodium decodes bytes above 127 as if they were characters of the alphabet.
  const auto is_ascii = [](char c) { return static_cast<unsigned char>(c) < 0x80; };
  if (!std::ranges::all_of(text, is_ascii)) return std::nullopt;
  std::string out(text.size() / 4 * 3 + 3, '\0');
  std::size_t length = 0;
  const char* end = nullptr;
  if (sodium_base642bin(reinterpret_cast<unsigned char*>(out.data()), out.size(), text.data(),
                        text.size(), nullptr, &length, &end,
                        sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0 ||
      end != text.data() + text.size())
    return std::nullopt;
  out.resize(length);
  return out;
}

}  // namespace

std::string blake2b(std::string_view bytes, std::string_view key) {
  std::string out(32, '\0');
  crypto_generichash(reinterpret_cast<unsigned char*>(out.data()), out.size(), raw(bytes),
                     bytes.size(), key.empty() ? nullptr : raw(key), key.size());
  return out;
}

static_assert(sizeof(crypto_generichash_state) == 384 && alignof(crypto_generichash_state) == 64);

Blake2b::Blake2b() : state_{} {
  crypto_generichash_init(reinterpret_cast<crypto_generichash_state*>(state_.data()), nullptr, 0,
                          crypto_generichash_BYTES);
}

void Blake2b::add(std::string_view bytes) {
  crypto_generichash_update(reinterpret_cast<crypto_generichash_state*>(state_.data()), raw(bytes),
                            bytes.size());
}

std::string Blake2b::hash() const {
  auto state = *this;
  std::array<unsigned char, crypto_generichash_BYTES> out{};
  crypto_generichash_final(reinterpret_cast<crypto_generichash_state*>(state.state_.data()),
                           out.data(), out.size());
  return {out.begin(), out.end()};
}

std::string expand(std::string_view seed, std::size_t count) {
  constexpr std::size_t kBlock = 64;
  std::string out((count + kBlock - 1) / kBlock * kBlock, '\0');
  for (std::size_t at = 0; at < out.size(); at += kBlock) {
    std::string input(seed);
    for (std::size_t i = 0; i < 8; ++i) input += static_cast<char>(at / kBlock >> (8 * i));
    crypto_generichash(reinterpret_cast<unsigned char*>(out.data() + at), kBlock, raw(input),
                       input.size(), nullptr, 0);
  }
  out.resize(count);
  return out;
}

std::string hex(std::string_view bytes) {
  std::string out(bytes.size() * 2 + 1, '\0');
  sodium_bin2hex(out.data(), out.size(), raw(bytes), bytes.size());
  out.pop_back();
  return out;
}

// OpenSSL's encoder takes a third of the time of libsodium's, which hides from an observer of the
// processor what it encodes.
std::string base64(std::string_view bytes) {
  std::string out((bytes.size() + 2) / 3 * 4 + 1, '\0');
  const int length = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()), raw(bytes),
                                     static_cast<int>(bytes.size()));
  out.resize(static_cast<std::size_t>(length));
  return out;
}

std::string base64_url(std::string_view bytes) {
  return encode(bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

// OpenSSL's decoder accepts white space, padding in the middle and bits that have no meaning, so
// what it gives must also be encoded as this text.
std::optional<std::string> parse_base64(std::string_view text) {
  if (text.size() % 4 != 0 || text.size() > INT_MAX) return std::nullopt;
  std::string out(text.size() / 4 * 3, '\0');
  const int length = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(out.data()), raw(text),
                                     static_cast<int>(text.size()));
  if (length < 0) return std::nullopt;
  const auto padding = text.ends_with("==") ? 2U : text.ends_with("=") ? 1U : 0U;
  if (static_cast<std::size_t>(length) < padding) return std::nullopt;
  out.resize(static_cast<std::size_t>(length) - padding);
  if (base64(out) != text) return std::nullopt;
  return out;
}

std::optional<std::string> parse_base64_url(std::string_view text) { return decode_url(text); }

bool same_bytes(std::string_view a, std::string_view b) {
  return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace patchbay
