// Converts a stream of text in any encoding to UTF-8.
#pragma once

#include <expected>
#include <memory>
#include <string>
#include <string_view>

namespace patchbay::app {

class TextDecoder {
 public:
  // Makes a decoder for text that begins with `start`. `encoding`: its name, such as UTF-8, UTF-16,
  // ISO-8859-1 or windows-1252; empty: by the byte order mark, else `without_mark`. The error is
  // the end of a sentence about the file.
  [[nodiscard]] static std::expected<std::unique_ptr<TextDecoder>, std::string> make(
      std::string_view start, const std::string& encoding, const char* without_mark);
  virtual ~TextDecoder() = default;

  [[nodiscard]] virtual const std::string& encoding() const = 0;
  // Appends `bytes` as UTF-8 to `out`, without a byte order mark. UTF-8 is not checked.
  [[nodiscard]] virtual std::expected<void, std::string> add(std::string_view bytes, bool is_last,
                                                             std::string& out) = 0;
};

}  // namespace patchbay::app
