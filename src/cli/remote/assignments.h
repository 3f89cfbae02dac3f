// NAME=VALUE on a command line: fields of a customer and what they become.
#pragma once

#include <string>
#include <vector>

#include "app/transfer/columns.h"
#include "base/random.h"
#include "cli/remote/failure.h"
#include "wire/tree.h"

namespace CLI {
class App;
}

namespace patchbay::app {

struct Assignment {
  Column column;     // its name is the one that was typed
  wire::Tree value;  // null clears
};

// "NAME=VALUE" texts of a command line, and names of fields whose values must not stand there.
struct TypedValues {
  std::vector<std::string> values;
  std::vector<std::string> secrets;  // each is asked for, or read from standard input, one a line

  // Adds the argument `values` and the option --secret to `command`, which keeps pointers.
  void add_to(CLI::App& command, const std::string& meaning);
};

// Reads NAME=VALUE, or NAME:=JSON for lists and objects. Names are canonical ("tax_number",
// "addresses/main/city", "contacts/primary/email"), and with `door` also those of that door. A
// field that is kept secret is refused there: it would stand in the history of the shell.
[[nodiscard]] Answer<std::vector<Assignment>> parse_assignments(const TypedValues& typed,
                                                                const std::string& door);

// The merge patch of the native API that makes `assignments` true of `customer`, which is as the
// server shows it. An address or contact that is missing is made, under an id from `random`.
[[nodiscard]] Answer<wire::Tree> merge_patch_of(const std::vector<Assignment>& assignments,
                                                const wire::Tree& customer, Random& random);

// The same as edits, for the client half of a dialect.
[[nodiscard]] Answer<std::vector<core::FieldEdit>> edits_of_assignments(
    const std::vector<Assignment>& assignments);

}  // namespace patchbay::app
