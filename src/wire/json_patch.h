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
  JsonPointer from;  // of move and copy
  Tree value;        // of add, replace and test
};
using JsonPatch = std::vector<PatchOperation>;

struct PatchBounds {
  std::size_t operations_max = 1'000;
  std::size_t nodes_max = 20'000;       // that all moves and copies of one patch touch
  std::size_t shifts_max = 1'000'000;   // of array items that make room or close a gap
  std::size_t lookups_max = 4'000'000;  // at members of objects, for names on the way of pointers
  std::size_t depth_max = 32;           // of what an operation puts into the document
};

// Reads a patch document. Members that an operation does not use are passed over, as RFC 6902 asks.
// The complaint's `where` names the operation and its member: "[2].path".
[[nodiscard]] std::expected<JsonPatch, ParseError> read_json_patch(const Tree& document,
                                                                   PatchBounds bounds = {});

// Why a patch does not apply. `what` ends a sentence that begins with `pointer`.
struct PatchError {
  std::size_t operation = 0;  // counted from 0
  std::string pointer;
  std::string what;
  bool is_failed_test = false;  // a `test` found something else there, or nothing
};

// Applies all operations in order, or none. Nothing passes the bounds, so that a short patch cannot
// make a long document by copying what it has copied.
[[nodiscard]] std::expected<Tree, PatchError> apply_json_patch(Tree document,
                                                               const JsonPatch& patch,
                                                               PatchBounds bounds = {});

}  // namespace patchbay::wire
