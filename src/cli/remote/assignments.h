// NAME=VALUE on a command line: fields of a customer and what they become.
#pragma once

#include <string>
#include <vector>

#include "base/random.h"
#include "cli/remote/failure.h"
#include "cli/transfer/columns.h"
#include "wire/tree.h"

namespace patchbay::app {

struct Assignment {
  Column column;     // its name is the one that was typed
  wire::Tree value;  // null clears
};

// Reads NAME=VALUE, or NAME:=JSON for lists and objects. Names are canonical ("tax_number",
// "addresses/main/city", "contacts/primary/email"), and with `door` also those of that door.
[[nodiscard]] Answer<std::vector<Assignment>> parse_assignments(
    const std::vector<std::string>& texts, const std::string& door);

// The merge patch of the native API that makes `assignments` true of `customer`, which is as the
// server shows it. An address or contact that is missing is made, under an id from `random`.
[[nodiscard]] Answer<wire::Tree> merge_patch_of(const std::vector<Assignment>& assignments,
                                                const wire::Tree& customer, Random& random);

// The same as edits, for the client half of a dialect.
[[nodiscard]] Answer<std::vector<core::FieldEdit>> edits_of_assignments(
    const std::vector<Assignment>& assignments);

}  // namespace patchbay::app
