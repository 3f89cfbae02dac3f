// JSON Patch Query (TMF630, part 5): a JSON Patch whose paths lead through arrays, and choose among
// their elements by a query.
//
//   [{"op": "replace", "path": "/contactMedium/emailAddress?contactMedium.contactType=work",
//     "value": "a@example.org"}]
#pragma once

#include <expected>
#include <string>
#include <vector>

#include "wire/json_patch.h"

namespace patchbay::doors::tmf629 {

struct QueryOperation {
  std::string op;
  std::string path;
  wire::Tree value;
};

// Reads a patch document. The error completes a sentence that begins with its `where`: "[2].path".
[[nodiscard]] std::expected<std::vector<QueryOperation>, ParseError> read_query_patch(
    const wire::Tree& document);

// Applies all operations in order, or none. An operation acts on every value that its path names;
// one that names nothing is an error, except for `add`. All operations together are bounded in the
// places that they act on, in what they write there, and in what they look at.
[[nodiscard]] std::expected<wire::Tree, wire::PatchError> apply_query_patch(
    wire::Tree document, const std::vector<QueryOperation>& patch);

}  // namespace patchbay::doors::tmf629
