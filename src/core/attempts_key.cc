// A letter for what is counted, then 16 bytes of keyed BLAKE2b for each part.
#include "core/attempts_key.h"

#include "base/digest.h"
#include "core/sources.h"

namespace patchbay::core {
namespace {

constexpr std::size_t kBytes = 16;

}  // namespace

AttemptsKeys::AttemptsKeys(std::string_view sealing_key)
    : key_(blake2b("patchbay: failed attempts", sealing_key)) {}

std::string AttemptsKeys::hash(std::string_view text) const {
  return blake2b(text, key_).substr(0, kBytes);
}

std::string AttemptsKeys::of_name(std::string_view name) const { return 'n' + hash(name); }

std::string AttemptsKeys::of(std::string_view name, std::string_view source) const {
  return of_name(name) + hash(source_block(source));
}

std::string AttemptsKeys::of_source(std::string_view source) const {
  return 's' + hash(source_block(source));
}

std::string AttemptsKeys::of_guesses(std::string_view name) const { return 'g' + hash(name); }

std::string AttemptsKeys::label(std::string_view name) const { return hex(hash(name)); }

}  // namespace patchbay::core
