// Writes the head of a response in one pass into a buffer that the connection reuses.
#include "http/response_head.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <ctime>
#include <ostream>  // Boost 1.81 uses it in the next header without including it

#include <boost/beast/http/status.hpp>

#include "http/ascii.h"

namespace patchbay::http {
namespace {

// The headers that write_head writes itself.
bool is_own(std::string_view name) {
  constexpr std::array<std::string_view, 5> kOwn = {"Server", "Date", "Content-Length",
                                                    "Connection", "Transfer-Encoding"};
  return std::ranges::any_of(
      kOwn, [&](std::string_view own) { return ascii::equal_ignoring_case(own, name); });
}

void append_number(std::string& out, std::size_t number) {
  std::array<char, 20> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  out.append(digits.data(), end);
}

void append_clean(std::string& out, std::string_view text) {
  const std::size_t from = out.size();
  out.append(text);
  std::replace_if(out.begin() + static_cast<std::ptrdiff_t>(from), out.end(), ascii::is_control,
                  ' ');
}

// The second of `instant` in the format of RFC 9110, section 5.6.7. Formatted once a second in each
// thread.
std::string_view date(Instant instant) {
  constexpr std::array kDays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  thread_local std::time_t made = -1;
  thread_local std::array<char, 64> text;
  thread_local std::size_t size = 0;
  const std::time_t now = instant.seconds();
  if (now != made) {
    std::tm utc{};
    gmtime_r(&now, &utc);
    made = now;
    size = static_cast<std::size_t>(
        std::snprintf(text.data(), text.size(), "%s, %02d %s %04d %02d:%02d:%02d GMT",
                      kDays[static_cast<std::size_t>(utc.tm_wday)], utc.tm_mday,
                      kMonths[static_cast<std::size_t>(utc.tm_mon)], utc.tm_year + 1900,
                      utc.tm_hour, utc.tm_min, utc.tm_sec));
  }
  return {text.data(), size};
}

std::string_view reason(int status) {
  const auto text = boost::beast::http::obsolete_reason(
      boost::beast::http::int_to_status(static_cast<unsigned>(status)));
  return {text.data(), text.size()};
}

}  // namespace

std::string chunk_of(std::string_view bytes) {
  std::array<char, 20> digits;
  const auto end =
      std::to_chars(digits.data(), digits.data() + digits.size(), bytes.size(), 16).ptr;
  std::string out(digits.data(), end);
  out.append("\r\n").append(bytes).append("\r\n");
  return out;
}

bool may_have_body(int status) { return status >= 200 && status != 204 && status != 304; }

void write_head(std::string& out, const Response& response, Framing framing, Instant now) {
  out.append("HTTP/1.1 ");
  append_number(out, static_cast<std::size_t>(response.status));
  out.push_back(' ');
  out.append(reason(response.status));
  bool says_nosniff = false;
  for (const auto& [name, value] : response.headers) {
    if (is_own(name)) continue;
    says_nosniff = says_nosniff || ascii::equal_ignoring_case(name, "X-Content-Type-Options");
    out.append("\r\n");
    append_clean(out, name);
    out.append(": ");
    append_clean(out, value);
  }
  out.append("\r\nServer: Patchbay\r\nDate: ").append(date(now));
  if (!says_nosniff) out.append("\r\nX-Content-Type-Options: nosniff");
  if (response.rest && !framing.is_1_0) out.append("\r\nTransfer-Encoding: chunked");
  if (may_have_body(response.status) && !response.rest) {
    out.append("\r\nContent-Length: ");
    append_number(out, response.body.size());
  }
  if (!framing.keep_alive) out.append("\r\nConnection: close");
  if (framing.keep_alive && framing.is_1_0) out.append("\r\nConnection: keep-alive");
  out.append("\r\n\r\n");
}

}  // namespace patchbay::http
