// Compares what the readers accept, and where they say that an error is.
#pragma once

#include <span>

#include "json/readers.h"

namespace patchbay::bench {

// Prints a table of single cases, and the counts of JSONTestSuite and utf8tests if they are beside
// the source tree.
void print_strictness(std::span<const JsonReader> readers);

}  // namespace patchbay::bench
