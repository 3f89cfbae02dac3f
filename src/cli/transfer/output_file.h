// A file that a command writes: packed if wanted, and under its name only when it is complete.
#pragma once

#include <expected>
#include <memory>
#include <string>
#include <string_view>

#include "app/transfer/input_file.h"

namespace patchbay::app {

// Errors are sentences for the operator. Without finish(), a file with a name is removed.
class OutputFile {
 public:
  // Begins a file with mode 0600, or standard output for "-".
  [[nodiscard]] static std::expected<std::unique_ptr<OutputFile>, std::string> open(
      const std::string& path, Packing packing);
  virtual ~OutputFile() = default;
  [[nodiscard]] virtual std::expected<void, std::string> write(std::string_view bytes) = 0;
  // Writes the rest to disk and gives the file its name, in place of an earlier one.
  [[nodiscard]] virtual std::expected<void, std::string> finish() = 0;
};

// How a file of that name is packed: by ".gz" and ".zst".
[[nodiscard]] Packing packing_by_name(std::string_view path);

}  // namespace patchbay::app
