// Scans the head of a request once, byte by byte, before it is parsed.
#include "http/head_scan.h"

#include <algorithm>

#include "http/ascii.h"

namespace patchbay::http {
namespace {

constexpr std::string_view kVersion = " HTTP/1.1";

HeadScan refused(int status, std::string_view what) {
  return {.state = HeadScan::State::refused, .status = status, .what = what};
}

// Refuses a wrong request line as soon as it is complete: TLS, HTTP/0.9 and HTTP/2 clients never
// send the empty line that ends a head.
HeadScan check_line(std::string_view bytes) {
  if (!ascii::is_token(bytes.front())) return refused(400, "the request line is malformed");
  const std::size_t end = bytes.find('\n');
  if (end == std::string_view::npos) return {};
  const std::string_view line = bytes.substr(0, end);
  if (line.size() < kVersion.size() + 1 || line.back() != '\r') {
    return refused(400, "the request line is malformed");
  }
  const std::string_view version = line.substr(line.size() - kVersion.size() - 1, kVersion.size());
  const bool is_version = version.starts_with(" HTTP/") && ascii::is_digit(version[6]) &&
                          version[7] == '.' && ascii::is_digit(version[8]);
  if (!is_version) return refused(400, "the request line is malformed");
  if (version != " HTTP/1.1" && version != " HTTP/1.0") {
    return refused(505, "the HTTP version is not supported");
  }
  return {};
}

bool has_stray_bytes(std::string_view head) {
  for (std::size_t i = 0; i < head.size(); ++i) {
    const char c = head[i];
    if (!ascii::is_control(c) || c == '\t') continue;
    if (c != '\r' || i + 1 == head.size() || head[i + 1] != '\n') return true;
    ++i;
    if (i + 1 < head.size() && (head[i + 1] == ' ' || head[i + 1] == '\t')) return true;
  }
  return false;
}

// An http or https target after its scheme: the authority and the rest. Nothing for any other
// target.
struct Absolute {
  std::string_view authority;
  std::string_view local;
};
Absolute absolute(std::string_view target) {
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (!ascii::equal_ignoring_case(target.substr(0, scheme.size()), scheme)) continue;
    const std::string_view rest = target.substr(scheme.size());
    const std::size_t end = std::min(rest.find_first_of("/?"), rest.size());
    if (end == 0) return {};
    return {rest.substr(0, end), end == rest.size() ? "/" : rest.substr(end)};
  }
  return {};
}

}  // namespace

HeadScan scan_head(std::string_view bytes, std::size_t seen, std::size_t bytes_max) {
  constexpr std::string_view kEnd = "\r\n\r\n";
  if (bytes.empty()) return {};
  if (const HeadScan line = check_line(bytes); line.state == HeadScan::State::refused) return line;
  const std::size_t end = bytes.find(kEnd, seen < kEnd.size() ? 0 : seen - (kEnd.size() - 1));
  const std::size_t length = end == std::string_view::npos ? bytes.size() : end + kEnd.size();
  if (length > bytes_max) return refused(431, "the headers are too large");
  if (end == std::string_view::npos) return {};
  if (has_stray_bytes(bytes.substr(0, length))) {
    return refused(400, "the headers contain a control character or a folded line");
  }
  return {.state = HeadScan::State::whole, .length = length};
}

std::size_t blank_prefix(std::string_view bytes) {
  std::size_t size = 0;
  while (bytes.substr(size).starts_with("\r\n")) size += 2;
  return size;
}

std::string_view target_of(std::string_view bytes) {
  const std::string_view line = bytes.substr(0, bytes.find("\r\n"));
  if (line.size() == bytes.size()) return {};
  const std::size_t first = line.find(' ');
  const std::size_t last = line.rfind(' ');
  if (first == last || std::ranges::any_of(line, ascii::is_control)) return {};
  return line.substr(first + 1, last - first - 1);
}

RequestTarget split_target(std::string_view method, std::string_view target) {
  if (method == "CONNECT") return {target, {}};
  if (target == "*") return {method == "OPTIONS" ? target : std::string_view{}, {}};
  const auto [authority, local] = target.starts_with('/') ? Absolute{{}, target} : absolute(target);
  if (local.empty()) return {};
  const std::size_t mark = local.find('?');
  if (mark == std::string_view::npos) return {local, {}, authority};
  return {mark == 0 ? "/" : local.substr(0, mark), local.substr(mark + 1), authority};
}

}  // namespace patchbay::http
