// The file that an import reads: unpacked, as UTF-8, in pieces, and as often as needed.
#pragma once

#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/guarded_file.h"

namespace patchbay::app {

enum class Packing : std::uint8_t { none, gzip, zstd };
[[nodiscard]] const char* word(Packing packing);  // "gzip"

// Not to be used by two threads at a time. Errors are sentences for the operator.
class InputFile {
 public:
  // Opens a file, or standard input for "-", which is first copied to a separate file in
  // TMPDIR that has no name. `encoding`: the name of the encoding; empty: found out from a byte
  // order mark, else from the bytes: UTF-8, or windows-1252 if they can only be that of the two.
  // Reads the whole file once for its hash and for this.
  [[nodiscard]] static std::expected<std::unique_ptr<InputFile>, std::string> open(
      const std::string& path, const std::string& encoding);
  // When reading fails.
  struct Bounds {
    std::uint64_t unpacked_bytes_max = UINT64_MAX;  // once it would unpack more
    std::function<bool()> may_go_on{};              // once this returns false; empty: never
  };
  // The same for bytes in memory, which are copied.
  [[nodiscard]] static std::expected<std::unique_ptr<InputFile>, std::string> of_bytes(
      std::string name, std::string_view bytes, const std::string& encoding, Bounds bounds);
  // The same for the whole of an open file, which may then be closed, but not read elsewhere.
  [[nodiscard]] static std::expected<std::unique_ptr<InputFile>, std::string> of_file(
      std::string name, const Descriptor& file, const std::string& encoding, Bounds bounds);
  virtual ~InputFile() = default;

  [[nodiscard]] virtual const std::string& name() const = 0;  // "standard input" for "-"
  [[nodiscard]] virtual const std::string& hash() const = 0;  // 32 bytes, of the unpacked bytes
  [[nodiscard]] virtual Packing packing() const = 0;
  [[nodiscard]] virtual const std::string& encoding() const = 0;  // "UTF-8"
  // Whether it was found out from bytes, and not from a byte order mark, that it is not UTF-8.
  [[nodiscard]] virtual bool is_encoding_guessed() const = 0;
  // Returns the next piece of at most some hundred KiB; empty at the end. Bytes of UTF-8 are not
  // checked; of another encoding, wrong bytes are an error.
  [[nodiscard]] virtual std::expected<std::string, std::string> read() = 0;
  // Begins again.
  [[nodiscard]] virtual std::expected<void, std::string> rewind() = 0;
};

}  // namespace patchbay::app
