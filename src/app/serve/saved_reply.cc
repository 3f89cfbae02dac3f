// Writes and reads header lines before a body, as on the wire.
#include "app/serve/saved_reply.h"

#include "base/text.h"

namespace patchbay::app {
namespace {

// The text before the next line feed. Removes both from `text`.
std::string_view take_line(std::string_view& text) {
  const std::size_t end = text.find('\n');
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return line;
}

}  // namespace

std::string to_saved_text(const http::Response& response) {
  std::string out = std::to_string(response.status) + '\n';
  for (const auto& [name, value] : response.headers) out += name + ": " + value + '\n';
  return out + '\n' + response.body;
}

std::optional<http::Response> parse_saved_reply(std::string_view text) {
  const auto status = parse_whole(take_line(text));
  if (!status) return std::nullopt;
  http::Response out{.status = static_cast<int>(*status), .headers = {}, .body = {}};
  for (std::string_view line = take_line(text); !line.empty(); line = take_line(text)) {
    const std::size_t colon = line.find(": ");
    if (colon == std::string_view::npos) return std::nullopt;
    out.headers.emplace_back(line.substr(0, colon), line.substr(colon + 2));
  }
  out.body = text;
  return out;
}

}  // namespace patchbay::app
