// Why a store cannot be opened.
#pragma once

#include <cstdint>
#include <string>
#include <utility>

namespace patchbay::store {

struct OpenError {
  enum class Kind : std::uint8_t {
    other,
    folder_in_use,  // another process has the folder
  };
  OpenError(std::string sentence, Kind its_kind = Kind::other)
      : what(std::move(sentence)), kind(its_kind) {}

  std::string what;  // a sentence for the operator
  Kind kind;
};

}  // namespace patchbay::store
