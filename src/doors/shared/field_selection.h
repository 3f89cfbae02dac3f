// Chooses the fields of a dialect that carry the edits of a call, and reports the edits that none
// of them carries.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "doors/client.h"
#include "doors/shared/spelling.h"

namespace patchbay::doors {

// A field to send. `text` is what the dialect writes; empty if the field is emptied.
struct FieldToSend {
  Spelling spelling;
  Edit edit;
  std::string text;
};

struct FieldSelection {
  std::vector<FieldToSend> fields;  // in the order of the rows
  std::vector<Loss> losses;         // in the order of the edits
};

struct SelectionOptions {
  // A new customer has no values yet: what a field clears beside is not lost.
  bool is_new = false;
  // Whether the format of the dialect carries this text unchanged. Null: it carries every text.
  bool (*carries)(std::string_view text) = nullptr;
};

// Whether a field fits is decided by the row alone. A field that writes more than the edits ask for
// (lens_effects.h) is not sent.
[[nodiscard]] FieldSelection select_fields(std::span<const core::FieldEdit> edits,
                                           std::span<const Spelling> rows,
                                           const SelectionOptions& options = {});

// `value` for the report of a loss; secrets are masked.
[[nodiscard]] std::optional<std::string> lost_value(const core::FieldEdit& edit);

// Moves the edits of parts that are known by id, or are new, to the slots that dialects without ids
// have: the oldest address of a type, and the primary contact. Removes edits that such a dialect
// does by itself, and those that it cannot express, which are added to `losses`. With a record,
// only parts that are the ones in the slots are moved; without one, that is assumed and reported.
[[nodiscard]] std::vector<core::FieldEdit> edits_of_slots(std::vector<core::FieldEdit> edits,
                                                          const Record* record, bool is_new,
                                                          std::vector<Loss>& losses);

}  // namespace patchbay::doors
