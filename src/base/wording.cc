// Numbers in sentences.
#include "base/wording.h"

namespace patchbay {

std::string counted(std::uint64_t count, std::string_view one, std::string_view many) {
  std::string out = std::to_string(count) + ' ';
  if (count == 1 || many.empty())
    out.append(one).append(count == 1 ? "" : "s");
  else
    out.append(many);
  return out;
}

std::string whole_from_to(std::int64_t min, std::int64_t max) {
  if (min == max) return std::to_string(min);
  return "a whole number from " + std::to_string(min) + " to " + std::to_string(max);
}

}  // namespace patchbay
