// The parts of an HTTP/1.1 reply that are read: its status, its end and its body.
#pragma once

#include <cstddef>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace patchbay::bench {

struct NotHttp : std::runtime_error {
  using std::runtime_error::runtime_error;
};

struct Reply {
  int status = 0;
  std::string_view body;  // raw; includes the chunk sizes if it is chunked
  std::size_t size = 0;   // of the whole reply
};

// The reply that `bytes` begin with, or nothing if it is incomplete. Throws NotHttp.
[[nodiscard]] std::optional<Reply> read_reply(std::string_view bytes);

}  // namespace patchbay::bench
