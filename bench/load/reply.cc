// Finds the end of a reply: by Content-Length, by its last chunk, or at the end of the head.
#include "load/reply.h"

#include <algorithm>
#include <charconv>

namespace patchbay::bench {
namespace {

constexpr std::string_view kEndOfLine = "\r\n";

bool same_name(std::string_view one, std::string_view lower) {
  return std::equal(one.begin(), one.end(), lower.begin(), lower.end(), [](char a, char b) {
    return (a >= 'A' && a <= 'Z' ? static_cast<char>(a + 32) : a) == b;
  });
}

std::size_t number(std::string_view text, int base) {
  std::size_t out = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out, base);
  if (error != std::errc() || end == text.data()) throw NotHttp("a length that is no number");
  return out;
}

// The bytes of a chunked body including its end, or nothing if it is incomplete.
std::optional<std::size_t> chunked_size(std::string_view body) {
  std::size_t at = 0;
  for (;;) {
    const auto line = body.find(kEndOfLine, at);
    if (line == std::string_view::npos) return std::nullopt;
    const std::size_t chunk = number(body.substr(at, line - at), 16);
    at = line + 2 + chunk + 2;
    if (at > body.size()) return std::nullopt;
    if (chunk == 0) return at;
  }
}

}  // namespace

std::optional<Reply> read_reply(std::string_view bytes) {
  const auto head_end = bytes.find("\r\n\r\n");
  if (head_end == std::string_view::npos) return std::nullopt;
  if (!bytes.starts_with("HTTP/1.1 ")) throw NotHttp("a reply that is not HTTP/1.1");
  Reply out{.status = static_cast<int>(number(bytes.substr(9, 3), 10))};
  const std::string_view head = bytes.substr(0, head_end + 2);
  const std::string_view rest = bytes.substr(head_end + 4);
  std::size_t length = 0;
  for (auto at = head.find(kEndOfLine) + 2; at < head.size();) {
    const auto end = head.find(kEndOfLine, at);
    const std::string_view line = head.substr(at, end - at);
    at = end + 2;
    const auto colon = line.find(':');
    if (colon == std::string_view::npos) continue;
    std::string_view value = line.substr(colon + 1);
    value.remove_prefix(std::min(value.find_first_not_of(' '), value.size()));
    const std::string_view name = line.substr(0, colon);
    if (same_name(name, "content-length")) length = number(value, 10);
    if (same_name(name, "transfer-encoding")) {
      const auto size = chunked_size(rest);
      if (!size) return std::nullopt;
      length = *size;
    }
    if (same_name(name, "connection") && same_name(value, "close"))
      throw NotHttp("a server that closes its connections");
  }
  if (rest.size() < length) return std::nullopt;
  out.body = rest.substr(0, length);
  out.size = head_end + 4 + length;
  return out;
}

}  // namespace patchbay::bench
