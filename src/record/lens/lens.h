// Lenses: the ways a door can look at a record and write through what it sees. One fact, several
// shapes: an address as text, as one line, as parts; a status as a word or as a flag.
//
// Laws: writing what is seen changes nothing; what was written is what is seen.
#pragma once

#include <array>
#include <functional>
#include <optional>
#include <string>

#include "record/fault.h"
#include "record/value/record.h"

namespace patchbay {

enum class Lens : std::uint8_t {
  field,         // the value as it stands
  first_line,    // of an address: "street number"; writing replaces both
  whole_text,    // of an address: everything, on lines; writing replaces every part of it
  region,        // of an address: its state, or its province where that is empty
  country_code,  // of an address: the ISO 3166-1 code of what stands there, or what stands there
  country_name,  // of an address: the English name of what stands there, or what stands there
  status_word,   // active, suspended, off, or deleted; writing a word other than deleted undeletes
  active_word,   // active, or suspended for everything else; cannot be written
  zero_if_none,  // a whole number, 0 where there is none
  days_due,      // a whole number from 0, nothing where it is a sentinel
  id,            // the customer's number; this and the next three cannot be written
  uuid,
  version,
  enterprise,  // the child of the root above the customer: seen by core and stores, which know the
               // tree
  part,        // the whole address or contact: true where there is one; only Clear can be written
  parts,       // all addresses, or all contacts: only Clear can be written
};

// Which part of a record is meant. A slot is the oldest address of a type, or the primary contact;
// it comes into being when something is written to it.
struct PartRef {
  enum class Mode : std::uint8_t {
    none,       // the customer itself
    known,      // the part with this id, which must exist
    or_first,   // the part with this id; made if the customer has none of that home yet
    or_new,     // the part with this id; made if there is none with it
    fresh,      // a new part: the number tells several of one call apart
    slot_main,  // addresses by type …
    slot_delivery,
    slot_billing,
    slot_primary,  // … and the primary contact
  };
  Mode mode = Mode::none;
  Uuid id;
  int number = 0;
  bool operator==(const PartRef&) const = default;
};

struct Target {
  Lens lens = Lens::field;
  Field field{};  // with Lens::field; otherwise any field of the home that is meant
  PartRef part;
  bool operator==(const Target&) const = default;
};

// The part that `ref` means in `record`; nothing where there is none (yet).
[[nodiscard]] std::optional<Uuid> find_part(const Record& record, Section section,
                                            const PartRef& ref);

// What is seen at `target`, or nothing.
[[nodiscard]] std::optional<Value> value_at(const Record& record, const Target& target);

// Whether `edit` would change nothing of what is seen: the same value, a mask of the secret that
// stands there, a clear of what is not there. A flag that was never set is seen as false.
[[nodiscard]] bool would_change_nothing(const Record& record, const Target& target,
                                        const Edit& edit);

// A record being changed. `fresh_uuid` gives ids to new parts.
struct Draft {
  Record record;
  std::function<Uuid()> fresh_uuid;
  std::vector<std::pair<int, Uuid>> made{};  // fresh parts by their number
  std::vector<Path> marked{};                // the primary marks set, in order
  std::vector<Path> unmarked{};              // and taken off
  std::vector<Uuid> slots{};                 // addresses that slots found or made
  // By home: the highest ordinal, where it is known; and whether a part was asked for that there is
  // no room for, not even for a while.
  std::array<std::int64_t, 3> last_ordinal{-1, -1, -1};
  std::array<bool, 3> full{};
};

// The part that `ref` means in a draft, made where it may be; nothing where it is unknown, or where
// the draft has twice as many as a customer can have (record/value/bounds.h): so many are there for
// a while when all are taken away and others put in their place.
[[nodiscard]] std::optional<Uuid> find_or_make_part(Draft& draft, Section section,
                                                    const PartRef& ref);

// Writes `edit` at `target`. Refuses, in words that end a sentence beginning with the field's name,
// what cannot be: an unknown part, a value the field does not admit, a clear of what is required.
// For a part that a full draft has no room for nothing is done; `full` says so.
[[nodiscard]] std::expected<void, std::string> write_value(Draft& draft, const Target& target,
                                                           const Edit& edit);

// Makes a draft whole after all puts: exactly one part of a home is primary as soon as there is one
// (the last newly marked, else the one already marked, else the oldest), and an address that slots
// emptied is gone, unless another of its type is left. Returns the marks that cannot be so, for the
// caller to be told.
struct RefusedMark {
  Path path;
  bool second = false;  // one too many was set; otherwise: the only one was taken off
};
[[nodiscard]] std::vector<RefusedMark> complete_draft(Draft& draft);

// The country that `written` names: "gb", "GB" or "United Kingdom" give "GB"; nothing where
// unknown.
[[nodiscard]] std::optional<std::string> country_code(std::string_view written);
// The English name of a code: "GB" gives "United Kingdom"; nothing where unknown.
[[nodiscard]] std::optional<std::string> country_name(std::string_view code);

}  // namespace patchbay
