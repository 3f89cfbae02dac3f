// Reads Server-Sent Events, as they come in pieces.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace patchbay::app {

struct StreamEvent {
  std::string id;    // of this event or the last one before it
  std::string name;  // "message" if the stream names none
  std::string data;
};

class EventStream {
 public:
  static constexpr std::size_t kEventBytesMax = std::size_t{16} << 20;
  // Returns whether more events are wanted.
  using Take = std::function<bool(const StreamEvent&)>;

  explicit EventStream(Take take) : take_(std::move(take)) {}

  // Returns false if no more is wanted, or an event is longer than the bound.
  [[nodiscard]] bool feed(std::string_view piece);
  // The newest id that came whole, with its empty line, also without an event.
  [[nodiscard]] const std::string& last_id() const { return id_; }

 private:
  [[nodiscard]] bool take_line(std::string_view line);

  Take take_;
  std::string line_;
  std::string id_;
  std::string next_id_;  // valid once its event has come whole
  std::string name_;
  std::string data_;
  bool has_data_ = false;
};

}  // namespace patchbay::app
