// The head of a request as raw bytes: where it ends and what is wrong with it before parsing.
#pragma once

#include <cstddef>
#include <string_view>

namespace patchbay::http {

// `length` is the size of a complete head with its closing empty line. `status` and `what` say why
// it is refused. They are set as soon as the bytes read so far show it.
struct HeadScan {
  enum class State { partial, whole, refused };
  State state = State::partial;
  std::size_t length = 0;
  int status = 0;
  std::string_view what{};
};

// Scans the head at the front of `bytes`. The first `seen` bytes were scanned before and were
// incomplete. Refuses what Beast accepts: a line that ends in a bare LF, folded header lines,
// control characters, versions other than 1.0 and 1.1, and more than `bytes_max` bytes.
[[nodiscard]] HeadScan scan_head(std::string_view bytes, std::size_t seen, std::size_t bytes_max);

// The number of bytes of empty lines before a request, which RFC 9112, section 2.2 allows.
[[nodiscard]] std::size_t blank_prefix(std::string_view bytes);

// The target of the request line in `bytes`; empty if the line is incomplete or has no target.
[[nodiscard]] std::string_view target_of(std::string_view bytes);

// A request target as path and query. `path` is empty if the target is not valid for `method` (RFC
// 9112, section 3.2). `authority` is that of an absolute target, as written.
struct RequestTarget {
  std::string_view path;
  std::string_view query;
  std::string_view authority{};
};
[[nodiscard]] RequestTarget split_target(std::string_view method, std::string_view target);

}  // namespace patchbay::http
