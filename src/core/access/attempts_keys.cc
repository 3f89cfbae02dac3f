// A key is a letter for the scope, then 16 bytes of keyed BLAKE2b for each part.
#include "core/access/attempts_keys.h"

#include "base/case_fold.h"
#include "base/cidr.h"
#include "base/digest.h"
#include "base/key_derivation.h"

namespace patchbay::core {
namespace {

constexpr std::size_t kBytes = 16;

}  // namespace

AttemptsKeys::AttemptsKeys(std::string_view sealing_key)
    : key_(derive_key(KeyPurpose::attempts, sealing_key)) {}

std::string AttemptsKeys::hash(std::string_view text) const {
  return blake2b(text, key_).substr(0, kBytes);
}

// All Unicode forms of a name give the same hash, as in the lookup of principals.
std::string AttemptsKeys::hash_name(std::string_view name) const { return hash(composed(name)); }

std::string AttemptsKeys::of_name(std::string_view name) const { return 'n' + hash_name(name); }

std::string AttemptsKeys::of(std::string_view name, std::string_view source) const {
  return of_name(name) + hash(to_source_block(source));
}

std::string AttemptsKeys::of_source(std::string_view source) const {
  return 's' + hash(to_source_block(source));
}

std::string AttemptsKeys::of_guesses(std::string_view name) const { return 'g' + hash_name(name); }

std::string AttemptsKeys::label(std::string_view name) const { return hex(hash_name(name)); }

}  // namespace patchbay::core
