// Refuses common passwords and passwords made from the name.
#include "core/access/common_passwords.h"

#include <algorithm>
#include <string>

#include "base/text.h"

namespace patchbay::core {
namespace {

bool is_common(const std::string& lowered) {
  const std::string line = '\n' + lowered + '\n';
  return lowered.find('\n') == std::string::npos &&
         std::ranges::any_of(common_passwords(),
                             [&](std::string_view chunk) { return chunk.contains(line); });
}

// Removes digits and signs at both ends: "!Reseller2026" gives "reseller".
std::string letters_of(std::string_view text) {
  const auto is_letter = [](char c) {
    return (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80;
  };
  std::string out = lower(text);
  const auto first = std::ranges::find_if(out, is_letter);
  out.erase(out.begin(), first);
  while (!out.empty() && !is_letter(out.back())) out.pop_back();
  return out;
}

}  // namespace

std::string_view guessable(std::string_view password, std::string_view name) {
  const std::string lowered = lower(password);
  if (is_common(lowered)) return "must not be one of the commonest passwords";
  const std::string letters = letters_of(password);
  if (lowered == lower(name) || (!letters.empty() && letters == letters_of(name)))
    return "must not be the name, nor the name with digits or signs around it";
  return {};
}

}  // namespace patchbay::core
