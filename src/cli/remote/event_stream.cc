// Lines end with LF or CRLF; a comment begins with a colon.
#include "cli/remote/event_stream.h"

#include <utility>

namespace patchbay::app {

bool EventStream::feed(std::string_view piece) {
  while (!piece.empty()) {
    const auto end = piece.find('\n');
    line_.append(piece.substr(0, end));
    if (line_.size() + data_.size() > kEventBytesMax) return false;
    if (end == std::string_view::npos) return true;
    piece.remove_prefix(end + 1);
    if (line_.ends_with('\r')) line_.pop_back();
    const std::string line = std::exchange(line_, {});
    if (!take_line(line)) return false;
  }
  return true;
}

bool EventStream::take_line(std::string_view line) {
  if (line.empty()) {
    id_ = next_id_;
    if (!std::exchange(has_data_, false)) return true;
    const std::string name = std::exchange(name_, {});
    return take_({id_, name.empty() ? "message" : name, std::exchange(data_, {})});
  }
  const auto colon = line.find(':');
  const std::string_view field = line.substr(0, colon);
  std::string_view value =
      colon == std::string_view::npos ? std::string_view() : line.substr(colon + 1);
  if (value.starts_with(' ')) value.remove_prefix(1);
  if (field == "id") next_id_ = value;
  if (field == "event") name_ = value;
  if (field == "data") {
    if (has_data_) data_ += '\n';
    has_data_ = true;
    data_ += value;
  }
  return true;
}

}  // namespace patchbay::app
