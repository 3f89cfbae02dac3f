// A file that a command writes: packed if wanted, and under its name only when it is complete.
#pragma once

#include <expected>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "app/transfer/input_file.h"

namespace patchbay::app {

// The files that a command reads. "" and "-" are none.
using FilesRead = std::vector<std::string>;

// Errors are sentences for the operator. Without finish(), a file with a name is removed.
class OutputFile {
 public:
  // Begins a file with mode 0600, or standard output for "-". A symbolic link stays, and its target
  // is written; a device or a pipe is written at once. Errors: those of must_be_apart(), and what
  // cannot be written.
  [[nodiscard]] static std::expected<std::unique_ptr<OutputFile>, std::string> open(
      const std::string& path, Packing packing, const FilesRead& read);
  // Refuses a path that would take something away: a file that the command reads, what lies in the
  // folder of a store, and a folder.
  [[nodiscard]] static std::expected<void, std::string> must_be_apart(const std::string& path,
                                                                      const FilesRead& read);
  virtual ~OutputFile() = default;
  [[nodiscard]] virtual std::expected<void, std::string> write(std::string_view bytes) = 0;
  // Writes the rest to disk and gives the file its name, in place of an earlier file.
  [[nodiscard]] virtual std::expected<void, std::string> finish() = 0;
};

// How a file of that name is packed: by ".gz" and ".zst".
[[nodiscard]] Packing packing_by_name(std::string_view path);

}  // namespace patchbay::app
