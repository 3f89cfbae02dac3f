// Access to the integrity key.
#include "store/integrity.h"

#include <stdexcept>

namespace patchbay::store {

const std::string& Integrity::needed() const {
  if (!key) throw std::logic_error("nothing is written without the key of its hashes");
  return *key;
}

}  // namespace patchbay::store
