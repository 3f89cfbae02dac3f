// The lines of a bulk that may be too long for memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/guarded_file.h"
#include "core/call/call.h"
#include "http/message.h"

namespace patchbay::doors::native {

// Reads a line of a bulk. `number` is that of the line in the body, from 1; `before` is the number
// of problems in earlier lines, which count towards the bound of read_patch().
[[nodiscard]] core::BulkItem read_bulk_line(std::string_view line, std::size_t number,
                                            std::size_t before);

// Reads the lines from the body of a request. Passes over empty ones, such as the last.
class BulkLines final : public core::BulkItems {
 public:
  // Of one line.
  static constexpr std::size_t kLineBytesMax = std::size_t{1} << 20;

  explicit BulkLines(const http::Request& request);

  [[nodiscard]] Result<std::size_t> count() override;
  [[nodiscard]] Result<std::optional<core::BulkItem>> next() override;

 private:
  void rewind();
  // Makes the next line that is not empty `line_`. Returns whether there is one.
  [[nodiscard]] Result<bool> advance();
  // Makes the next line `line_`. Returns whether there is one.
  [[nodiscard]] Result<bool> take_line();
  [[nodiscard]] Result<void> read_more();

  const std::shared_ptr<const Descriptor> file_;  // null: the body is in memory
  std::string buffer_;                            // what was read, or the body
  std::size_t at_ = 0;                            // of the next line in `buffer_`
  std::uint64_t offset_ = 0;                      // of what follows `buffer_` in the file
  bool is_read_ = false;                          // nothing follows
  std::string_view line_;                         // in `buffer_`
  std::size_t number_ = 0;                        // of that line
};

}  // namespace patchbay::doors::native
