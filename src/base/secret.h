// Text that must not leave: it cannot be printed or logged by accident, and is wiped after use.
#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace patchbay {

class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string text) : text_(std::move(text)) {}
  Secret(const Secret&) = default;
  Secret(Secret&&) noexcept = default;
  Secret& operator=(const Secret&) = default;
  Secret& operator=(Secret&&) noexcept = default;
  ~Secret();

  // The text itself. Every use of this word is a place to look at twice.
  [[nodiscard]] std::string_view reveal() const { return text_; }
  [[nodiscard]] bool empty() const { return text_.empty(); }

 private:
  std::string text_;
};

}  // namespace patchbay
