// What the door says of each fault.
#pragma once

#include <string>

#include "record/fault.h"

namespace patchbay::doors::tmf629 {

struct FaultWords {
  int status;
  std::string code;     // the word of the kind
  std::string reason;   // the door's words for the kind
  std::string message;  // every problem in the caller's spelling; empty: the reason says it all
};
[[nodiscard]] FaultWords words_of(const Fault& fault);

}  // namespace patchbay::doors::tmf629
