// The head of a request as raw bytes: where it ends, and what is wrong with it before any parsing.
#pragma once

#include <cstddef>
#include <string_view>

namespace patchbay::http {

// `length` counts the head with its closing empty line, where it is whole. `status` and `what` say
// why it is refused: as soon as the bytes so far tell, whether or not more follow.
struct HeadScan {
  enum class State { partial, whole, refused };
  State state = State::partial;
  std::size_t length = 0;
  int status = 0;
  std::string_view what{};
};

// Judges the head at the front of `bytes`, of which the first `seen` were judged partial before.
// Refuses what Beast lets pass: a line that ends in a bare LF, folded header lines, control
// characters, other versions than 1.0 and 1.1, more than `bytes_max`.
[[nodiscard]] HeadScan scan_head(std::string_view bytes, std::size_t seen, std::size_t bytes_max);

// How many bytes of empty lines stand before a request; RFC 9112, section 2.2 forgives them.
[[nodiscard]] std::size_t blank_prefix(std::string_view bytes);

// The target of the request line in `bytes`, or empty where that line is not whole or has none.
[[nodiscard]] std::string_view target_of(std::string_view bytes);

// A request target as path and query. `path` is empty where the target is none that `method` may
// have: RFC 9112, section 3.2. `authority` is that of an absolute target, as it stands there.
struct RequestTarget {
  std::string_view path;
  std::string_view query;
  std::string_view authority{};
};
[[nodiscard]] RequestTarget split_target(std::string_view method, std::string_view target);

}  // namespace patchbay::http
