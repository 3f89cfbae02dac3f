// Lenses: the ways in which a door can show a record and write to it. A lens gives one fact another
// shape: an address as text, as one line or as parts; a status as a word or as a flag.
//
// Laws: writing the value that is shown changes nothing; after a write, the written value is shown.
#pragma once

#include <array>
#include <functional>
#include <optional>
#include <string>

#include "record/fault.h"
#include "record/value/record.h"

namespace patchbay {

enum class Lens : std::uint8_t {
  field,         // the stored value
  first_line,    // of an address: "street number"; writing replaces both
  whole_text,    // of an address: all of it on lines; writing replaces every part of it
  region,        // of an address: its state, or its province if the state is empty
  country_code,  // of an address: the ISO 3166-1 code of the stored country, or the stored text if
                 // it has no code
  country_name,  // of an address: the English name of the stored country, or the stored text if it
                 // has none
  status_word,   // active, suspended, off or deleted; writing any other word than deleted undeletes
  active_word,   // "active" or, for every other status, "suspended"; read-only
  zero_if_none,  // a whole number; 0 if the field has no value
  days_due,      // a whole number from 0; nothing for a sentinel
  id,            // the customer's number; read-only, like the next three
  uuid,
  version,
  enterprise,  // the customer's ancestor directly below the root; read by core and stores, which
               // know the tree
  part,        // the whole address or contact: true if it exists; only Clear can be written
  parts,       // all addresses or all contacts; only Clear can be written
};

// Identifies a part of a record. A slot is the oldest address of a type, or the primary contact;
// the first write to an empty slot creates the part.
struct PartRef {
  enum class Mode : std::uint8_t {
    none,       // the customer itself
    known,      // the part with this id; it must exist
    or_first,   // the part with this id; created if the customer has no part of that section
    or_new,     // the part with this id; created if it does not exist
    fresh,      // a new part; `number` distinguishes several new parts in one call
    slot_main,  // slots: the address of a type
    slot_delivery,
    slot_billing,
    slot_primary,  // slot: the primary contact
  };
  Mode mode = Mode::none;
  Uuid id;
  int number = 0;
  bool operator==(const PartRef&) const = default;
};

struct Target {
  Lens lens = Lens::field;
  Field field{};  // the field for Lens::field; otherwise any field of the section
  PartRef part;
  bool operator==(const Target&) const = default;
};

// Returns the part that `ref` identifies in `record`, or nothing if it does not exist.
[[nodiscard]] std::optional<Uuid> find_part(const Record& record, Section section,
                                            const PartRef& ref);

// Returns the value that `target` shows, or nothing.
[[nodiscard]] std::optional<Value> value_at(const Record& record, const Target& target);

// Whether `edit` leaves the shown value as it is: it sets the same value or the mask of the stored
// secret, or clears a value that is not set. A flag that was never set reads as false.
[[nodiscard]] bool would_change_nothing(const Record& record, const Target& target,
                                        const Edit& edit);

// A record that is being changed. `fresh_uuid` gives ids to new parts.
struct Draft {
  Record record;
  std::function<Uuid()> fresh_uuid;
  std::vector<std::pair<int, Uuid>> made{};  // new parts by their number
  std::vector<Path> marked{};                // primary marks that were set, in order
  std::vector<Path> unmarked{};              // primary marks that were removed
  std::vector<Uuid> slots{};                 // addresses that slots found or created
  // By section: the highest ordinal, or -1 if not known; and whether a part was refused because the
  // draft has too many.
  std::array<std::int64_t, 3> last_ordinal{-1, -1, -1};
  std::array<bool, 3> full{};
};

// Returns the part that `ref` identifies in the draft, and creates it if `ref` allows that. Returns
// nothing if the part is unknown, or if the draft has twice the number of parts that a customer may
// have (record/value/bounds.h). The factor of two leaves room to add the new parts before the old
// ones are removed.
[[nodiscard]] std::optional<Uuid> find_or_make_part(Draft& draft, Section section,
                                                    const PartRef& ref);

// Writes `edit` at `target`. On refusal, returns the end of a sentence that begins with the field's
// name: the part is unknown, the value is not allowed, or a required value would be cleared. If the
// draft has no room for a new part, it does nothing and sets `full`.
[[nodiscard]] std::expected<void, std::string> write_value(Draft& draft, const Target& target,
                                                           const Edit& edit);

// A primary mark that complete_draft() did not apply.
struct RefusedMark {
  Path path;
  bool second = false;  // true: more than one was set; false: the only one was removed
};
// Finishes a draft after all writes and returns the marks it did not apply. Each section that has
// parts gets exactly one primary part: the last one newly marked, else the one already marked, else
// the oldest. An address that slots emptied is removed if it is the only one of its type.
[[nodiscard]] std::vector<RefusedMark> complete_draft(Draft& draft);

// Returns the code of the country that `written` names ("gb", "GB" and "United Kingdom" give "GB"),
// or nothing if it is unknown.
[[nodiscard]] std::optional<std::string> country_code(std::string_view written);
// Returns the English name of a code ("GB" gives "United Kingdom"), or nothing if it is unknown.
[[nodiscard]] std::optional<std::string> country_name(std::string_view code);

}  // namespace patchbay
