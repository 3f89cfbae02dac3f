// Wipes secrets.
#include "base/secret.h"

#include <sodium.h>

namespace patchbay {

Secret::~Secret() { sodium_memzero(text_.data(), text_.size()); }

}  // namespace patchbay
