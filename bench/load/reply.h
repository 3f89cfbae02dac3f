// The least that must be read of an HTTP/1.1 reply: its status, where it ends, and its body.
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
  std::string_view body;  // raw: with its chunk sizes where it is chunked
  std::size_t size = 0;   // of the whole reply
};

// The reply that `bytes` begin with, or nothing where more must come. Throws NotHttp.
[[nodiscard]] std::optional<Reply> read_reply(std::string_view bytes);

}  // namespace patchbay::bench
