// Sealing: secrets are encrypted before they reach a store, bound to the customer and the field.
#pragma once

#include <optional>
#include <string>

#include "base/random.h"
#include "record/value/record.h"

namespace patchbay::core {

class SecretSealer {
 public:
  // `key` is 32 bytes.
  SecretSealer(std::string key, Random& random) : key_(std::move(key)), random_(random) {}

  // XChaCha20-Poly1305 under a random nonce. Of a card or bank account number of eight characters
  // or more, the last four stay readable.
  [[nodiscard]] SealedSecret seal(std::string_view plain, const Uuid& customer, Field field) const;
  // Nothing where the key is not the one it was sealed with, or the box was moved or altered.
  [[nodiscard]] std::optional<std::string> unseal(const SealedSecret& sealed, const Uuid& customer,
                                                  Field field) const;

  // The same for any bytes, bound to any name.
  [[nodiscard]] std::string box(std::string_view plain, std::string_view bound) const;
  [[nodiscard]] std::optional<std::string> open(std::string_view box, std::string_view bound) const;
  // 32 bytes that are the same for the same content, and tell nothing of it without the key.
  [[nodiscard]] std::string fingerprint(std::string_view content) const;

  // Seals every secret of `record` that is still text, each in a box of its own: writing a secret
  // is always a change, also of one that is the same, so that nobody learns by trying which it is.
  void seal_all(Record& record) const;

 private:
  std::string key_;
  Random& random_;
};

}  // namespace patchbay::core
