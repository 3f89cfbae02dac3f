// Reads and writes requests as text.
#include "doors/shared/http_text.h"

#include <algorithm>

#include "base/text.h"

namespace patchbay::doors {
namespace {

// Removes the text before the next line break, and the line break.
std::string_view take_line(std::string_view& text) {
  const std::size_t end = std::min(text.find('\n'), text.size());
  std::string_view line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

bool is_method(std::string_view word) {
  constexpr std::size_t kMethodLengthMax = 20;
  return !word.empty() && word.size() <= kMethodLengthMax &&
         std::ranges::all_of(word, [](char c) { return c >= 'A' && c <= 'Z'; });
}

bool is_token(std::string_view name) {
  return !name.empty() && std::ranges::all_of(name, [](char c) { return c > ' ' && c < 0x7F; });
}

}  // namespace

bool is_http_text(std::string_view text) {
  const std::string_view line = take_line(text);
  const std::size_t space = line.find(' ');
  if (space == std::string_view::npos || !is_method(line.substr(0, space))) return false;
  const std::string_view target = line.substr(space + 1);
  return target.starts_with('/') || target.starts_with("http://") || target.starts_with("https://");
}

void set_target(http::Request& request, std::string_view url) {
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (!lower(url.substr(0, scheme.size())).starts_with(scheme)) continue;
    url.remove_prefix(scheme.size());
    url.remove_prefix(std::min(url.find_first_of("/?#"), url.size()));
    break;
  }
  if (!url.empty() && !url.starts_with('/') && !url.starts_with('?') && !url.starts_with('#'))
    url.remove_prefix(std::min(url.find_first_of("/?#"), url.size()));
  url = url.substr(0, url.find('#'));
  const std::size_t mark = std::min(url.find('?'), url.size());
  request.path = url.substr(0, mark);
  if (request.path.empty()) request.path = "/";
  request.query = url.substr(std::min(mark + 1, url.size()));
}

std::expected<http::Request, std::string> parse_http_text(std::string_view text) {
  http::Request out;
  const std::string_view line = take_line(text);
  const std::size_t space = std::min(line.find(' '), line.size());
  std::string_view target = line.substr(std::min(space + 1, line.size()));
  if (const std::size_t end = target.find(" HTTP/"); end != std::string_view::npos)
    target = target.substr(0, end);
  target = trim(target);
  if (!is_method(line.substr(0, space)) || target.empty() || target.contains(' '))
    return std::unexpected("must begin with a line of a method and a target, such as PUT /path");
  out.method = line.substr(0, space);
  set_target(out, target);
  while (!text.empty()) {
    const std::string_view header = take_line(text);
    if (header.empty()) break;
    if (out.headers.size() == kWrittenPartsMax)
      return std::unexpected("must have at most 1000 headers");
    const std::size_t colon = header.find(':');
    if (colon == std::string_view::npos || !is_token(header.substr(0, colon)))
      return std::unexpected("has a header that is not a name, a colon and a value, in line " +
                             std::to_string(out.headers.size() + 2));
    out.headers.emplace_back(header.substr(0, colon), trim(header.substr(colon + 1)));
  }
  out.body = text;
  if (out.content_type() == "application/x-www-form-urlencoded")
    while (out.body.ends_with('\n') || out.body.ends_with('\r')) out.body.pop_back();
  return out;
}

std::string target_of(const http::Request& request) {
  return request.query.empty() ? request.path : request.path + '?' + request.query;
}

std::string http_text(const http::Request& request) {
  std::string out = request.method + ' ' + target_of(request) + " HTTP/1.1\r\nHost: HOST\r\n";
  for (const auto& [name, value] : request.headers) out += name + ": " + value + "\r\n";
  if (!request.body.empty())
    out += "Content-Length: " + std::to_string(request.body.size()) + "\r\n";
  return out + "\r\n" + request.body;
}

}  // namespace patchbay::doors
