// The head of a request read into values, with all that decides where its body ends.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "http/coding.h"
#include "http/message.h"

namespace patchbay::http {

// A request without its body, and how that body comes: chunked, or of `body_bytes`, and perhaps
// compressed. Its method is what a POST stands for where it names another one; its Host is that of
// an absolute target where it has one.
struct Heading {
  Request request;
  bool is_1_1 = false;
  bool keep_alive = false;
  bool expects_continue = false;
  bool is_chunked = false;
  std::uint64_t body_bytes = 0;
  Coding coding = Coding::identity;
};

struct Fault {
  int status = 400;
  std::string_view what;
};

// Reads a head that scan_head found whole into `out`, as far as it is right. Refuses every head
// whose body could be delimited in two ways, and what this server does not speak.
[[nodiscard]] std::optional<Fault> read_head(std::string_view head, Heading& out);

}  // namespace patchbay::http
