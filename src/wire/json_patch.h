// JSON Patch (RFC 6902).
//
//   [{"op": "test", "path": "/name", "value": "Volvo"}, {"op": "remove", "path": "/notes"}]
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <vector>

#include "base/parse_error.h"
#include "wire/json_pointer.h"

namespace patchbay::wire {

struct PatchOperation {
  enum class Op : std::uint8_t { add, remove, replace, move, copy, test };
  Op op = Op::test;
  JsonPointer path;
  JsonPointer from;  // for move and copy
  Tree value;        // for add, replace and test
};
using JsonPatch = std::vector<PatchOperation>;

struct PatchBounds {
  std::size_t operations_max = 1'000;
  std::size_t nodes_max = 20'000;       // touched by all moves and copies of one patch
  std::size_t shifts_max = 1'000'000;   // of array items, for inserts and removals
  std::size_t lookups_max = 4'000'000;  // with object members, while following pointers
  std::size_t depth_max = 32;           // of a value that an operation puts into the document
};

// Reads a patch document. Members that an operation does not use are ignored, as RFC 6902 requires.
// `where` of the error names the operation and its member: "[2].path".
[[nodiscard]] std::expected<JsonPatch, ParseError> read_json_patch(const Tree& document,
                                                                   PatchBounds bounds = {});

// Why a patch does not apply. `what` completes a sentence that begins with `pointer`.
struct PatchError {
  std::size_t operation = 0;  // counted from 0
  std::string pointer;
  std::string what;
  bool is_failed_test = false;  // a `test` found another value or nothing
};

// Applies all operations in order, or none. Everything is bounded, so a short patch cannot make a
// long document by copying its own copies.
[[nodiscard]] std::expected<Tree, PatchError> apply_json_patch(Tree document,
                                                               const JsonPatch& patch,
                                                               PatchBounds bounds = {});

}  // namespace patchbay::wire
