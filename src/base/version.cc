// CMake gives the version to this file only.
#include "base/version.h"

namespace patchbay {

const std::string& program_version() {
  static const std::string kProgramVersion = PATCHBAY_VERSION;
  return kProgramVersion;
}

}  // namespace patchbay
