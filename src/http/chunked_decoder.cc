// Decodes chunk by chunk and line by line. A line is parsed once its CRLF has arrived.
#include "http/chunked_decoder.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/text.h"
#include "http/ascii.h"

namespace patchbay::http {
namespace {

constexpr std::size_t kDigitsMax = 16;

bool is_clean(std::string_view line) {
  return std::ranges::none_of(line, [](char c) { return ascii::is_control(c) && c != '\t'; });
}

// Whether `text` is empty or `*( BWS ";" BWS name … )`. Checked only as far as it must be
// understood to be dropped. A quoted string must end on the line on which it begins.
bool is_extension(std::string_view text) {
  if (text.empty()) return true;
  const std::string_view rest = trim(text);
  if (!rest.starts_with(';')) return false;
  const std::string_view name = trim(rest.substr(1));
  return !name.empty() && ascii::is_token(name.front()) && std::ranges::count(name, '"') % 2 == 0;
}

bool is_allowed_trailer(std::string_view line) {
  constexpr std::array<std::string_view, 3> kTooLate = {"Content-Length", "Transfer-Encoding",
                                                        "Host"};
  const std::string_view name = line.substr(0, line.find(':'));
  if (name.empty() || name.size() == line.size()) return false;
  return std::ranges::all_of(name, ascii::is_token) &&
         std::ranges::none_of(kTooLate,
                              [&](auto late) { return ascii::equal_ignoring_case(late, name); });
}

}  // namespace

std::size_t ChunkedDecoder::feed(std::string_view bytes, std::string& body) {
  std::size_t taken = 0;
  while (state_ == State::more) {
    const std::size_t size = step(bytes.substr(taken), body);
    if (size == 0) break;
    taken += size;
  }
  return taken;
}

std::size_t ChunkedDecoder::step(std::string_view bytes, std::string& body) {
  if (part_ == Part::data) return take_data(bytes, body);
  const std::size_t end = bytes.find('\n');
  const std::size_t size = end == std::string_view::npos ? bytes.size() : end + 1;
  if (trailer_bytes_ + size > line_bytes_max_) {
    state_ = State::malformed;
    return 0;
  }
  if (end == std::string_view::npos) return 0;
  const std::string_view line = bytes.substr(0, end == 0 ? 0 : end - 1);
  if (end == 0 || bytes[end - 1] != '\r' || !is_clean(line)) {
    state_ = State::malformed;
    return 0;
  }
  if (part_ == Part::size) {
    take_size(line);
  } else if (part_ == Part::trailer) {
    trailer_bytes_ += size;
    take_trailer(line);
  } else {
    part_ = Part::size;
    if (!line.empty()) state_ = State::malformed;
  }
  return size;
}

std::size_t ChunkedDecoder::take_data(std::string_view bytes, std::string& body) {
  const auto size = static_cast<std::size_t>(std::min<std::uint64_t>(left_, bytes.size()));
  body.append(bytes.substr(0, size));
  left_ -= size;
  if (left_ == 0) part_ = Part::data_end;
  return size;
}

void ChunkedDecoder::lower_bound(std::size_t body_bytes_max) {
  body_bytes_max_ = body_bytes_max;
  if (body_bytes_ > body_bytes_max_) state_ = State::too_large;
}

void ChunkedDecoder::take_size(std::string_view line) {
  const char* const first = line.data();
  const char* const last = first + line.size();
  const auto [end, error] = std::from_chars(first, last, left_, 16);
  const auto digits = static_cast<std::size_t>(end - first);
  // from_chars would accept a minus sign.
  if (error != std::errc{} || line.front() == '-' || digits > kDigitsMax ||
      !is_extension(line.substr(digits))) {
    state_ = State::malformed;
    return;
  }
  if (left_ > body_bytes_max_ - body_bytes_) {
    state_ = State::too_large;
    return;
  }
  body_bytes_ += static_cast<std::size_t>(left_);
  part_ = left_ == 0 ? Part::trailer : Part::data;
}

void ChunkedDecoder::take_trailer(std::string_view line) {
  if (line.empty()) {
    state_ = State::complete;
  } else if (!is_allowed_trailer(line)) {
    state_ = State::malformed;
  }
}

}  // namespace patchbay::http
