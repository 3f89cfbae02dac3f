// Encryption of secrets before they reach a store, bound to the customer and the field.
#pragma once

#include <optional>
#include <string>

#include "base/random.h"
#include "core/access/sealing_keys.h"
#include "record/value/record.h"

namespace patchbay::core {

class SecretSealer {
 public:
  SecretSealer(SealingKeys keys, Random& random) : keys_(std::move(keys)), random_(random) {}

  // Encrypts with XChaCha20-Poly1305 and a random nonce. For a card or bank account number of eight
  // characters or more, the last four stay readable.
  [[nodiscard]] SealedSecret seal(std::string_view plain, const Uuid& customer, Field field) const;
  // Decrypts. Returns nothing if the key is none of the ring, or if the box was moved or altered.
  [[nodiscard]] std::optional<std::string> unseal(const SealedSecret& sealed, const Uuid& customer,
                                                  Field field) const;

  // Encrypts and decrypts any bytes, bound to any name.
  [[nodiscard]] std::string box(std::string_view plain, std::string_view bound) const;
  [[nodiscard]] std::optional<std::string> open(std::string_view box, std::string_view bound) const;
  // Returns 32 bytes that are the same for the same content and reveal nothing about it without the
  // oldest key.
  [[nodiscard]] std::string fingerprint(std::string_view content) const;

  // Encrypts every secret of `record` that is still text, each with a new nonce. Writing a secret
  // is always a change, even with the same value, so that a caller cannot find out a secret by
  // trying values.
  void seal_all(Record& record) const;

 private:
  SealingKeys keys_;
  Random& random_;
};

}  // namespace patchbay::core
