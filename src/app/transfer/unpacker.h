// Decompresses a stream of gzip or zstd.
#pragma once

#include <expected>
#include <memory>
#include <string>
#include <string_view>

#include "app/transfer/input_file.h"

namespace patchbay::app {

class Unpacker {
 public:
  [[nodiscard]] static std::unique_ptr<Unpacker> make(Packing packing);
  virtual ~Unpacker() = default;
  // Appends what follows from `bytes` to `out`: at most some 32 MiB, so give it little at a time.
  // The error is the end of a sentence about the file.
  [[nodiscard]] virtual std::expected<void, std::string> add(std::string_view bytes,
                                                             std::string& out) = 0;
  // Whether the stream may end here.
  [[nodiscard]] virtual bool is_complete() const = 0;
};

// How a file is packed that begins with `bytes`. Four bytes are enough.
[[nodiscard]] Packing packing_of(std::string_view bytes);
// What a file is that begins with `bytes`, if it is known to hold no text: "an old workbook (.xls):
// save the sheet as CSV". Empty otherwise. Four bytes are enough.
[[nodiscard]] std::string_view foreign_format(std::string_view bytes);

}  // namespace patchbay::app
