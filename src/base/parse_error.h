// The error that parsers return.
#pragma once

#include <cstddef>
#include <string>

namespace patchbay {

// `where` is a path in the input's terms ("address[0].title") or empty; `what` is an English phrase
// without a full stop; `offset` is the byte at which parsing stopped.
struct ParseError {
  std::string where;
  std::string what;
  std::size_t offset = 0;
};

}  // namespace patchbay
