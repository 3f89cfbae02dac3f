// Reads a file piece by piece, and gives its lines.
#include "doors/native/customers/bulk_lines.h"

#include <cerrno>

#include <unistd.h>

#include "base/result.h"
#include "base/text.h"
#include "doors/native/decode_calls.h"

namespace patchbay::doors::native {
namespace {

constexpr std::size_t kPieceBytes = std::size_t{128} << 10;

}  // namespace

BulkLines::BulkLines(const http::Request& request)
    : file_(file_of(request)), buffer_(file_ ? std::string() : request.body), is_read_(!file_) {}

Result<std::size_t> BulkLines::count() {
  std::size_t out = 0;
  rewind();
  while (TRY(advance())) ++out;
  rewind();
  return out;
}

Result<std::optional<core::BulkItem>> BulkLines::next() {
  if (!TRY(advance())) return std::nullopt;
  return read_bulk_line(line_, number_, 0);
}

void BulkLines::rewind() {
  at_ = 0;
  number_ = 0;
  if (!file_) return;
  buffer_.clear();
  offset_ = 0;
  is_read_ = false;
}

Result<bool> BulkLines::advance() {
  while (TRY(take_line()))
    if (!line_.empty()) return true;
  return false;
}

Result<bool> BulkLines::take_line() {
  std::size_t end = buffer_.find('\n', at_);
  while (end == std::string::npos && !is_read_) {
    const std::size_t searched = buffer_.size() - at_;
    TRY_DO(read_more());
    end = buffer_.find('\n', at_ + searched);
  }
  if (end == std::string::npos) end = buffer_.size();
  if (at_ >= buffer_.size()) return false;
  line_ = trim(std::string_view(buffer_).substr(at_, end - at_));
  at_ = end + 1;
  ++number_;
  if (line_.size() <= kLineBytesMax) return true;
  return std::unexpected(Fault(ErrorKind::malformed, "line " + std::to_string(number_) +
                                                         " of the body is longer than " +
                                                         std::to_string(kLineBytesMax) + " bytes"));
}

// Drops the lines that were taken. A line that is too long is not read whole.
Result<void> BulkLines::read_more() {
  buffer_.erase(0, at_);
  at_ = 0;
  if (buffer_.size() > kLineBytesMax + kPieceBytes) {
    is_read_ = true;
    return {};
  }
  const std::size_t before = buffer_.size();
  buffer_.resize(before + kPieceBytes);
  ssize_t got = -1;
  do {
    got = ::pread(file_->get(), buffer_.data() + before, kPieceBytes, static_cast<off_t>(offset_));
  } while (got < 0 && errno == EINTR);
  buffer_.resize(before + static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
  if (got < 0)
    return std::unexpected(
        passing_fault(ErrorKind::unavailable, "the lines of the body cannot be read"));
  offset_ += static_cast<std::uint64_t>(got);
  is_read_ = got == 0;
  return {};
}

}  // namespace patchbay::doors::native
