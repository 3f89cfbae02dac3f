// Compresses a stream with gzip or zstd.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "app/transfer/input_file.h"

namespace patchbay::app {

class Packer {
 public:
  [[nodiscard]] static std::unique_ptr<Packer> make(Packing packing);
  Packer() = default;
  virtual ~Packer() = default;
  Packer(const Packer&) = delete;
  Packer& operator=(const Packer&) = delete;
  // Appends to `out` what is packed so far. Returns false if it cannot be packed, because there is
  // no memory for it.
  [[nodiscard]] virtual bool add(std::string_view bytes, bool is_last, std::string& out) = 0;
};

}  // namespace patchbay::app
