// Paths of places, spelled out.
#include "wire/place.h"

namespace patchbay::wire {

std::string path_to(const Place& place) {
  if (place.outer == nullptr) return {};
  std::string path = path_to(*place.outer);
  if (place.key.data() == nullptr) return path += '[' + std::to_string(place.index) + ']';
  if (!path.empty()) path += '.';
  return path += place.key;
}

}  // namespace patchbay::wire
