// Parties: the one that is engaged, which the customer's name and type say, and the related ones,
// among which are the contacts with a name.
#pragma once

#include <optional>

#include "doors/tmf629/writer.h"

namespace patchbay::doors::tmf629 {

// Never nothing: the standard requires an engaged party.
[[nodiscard]] wire::Tree show_engaged_party(const Record& record, const wire::Tree* kept,
                                            Release release);
Keep write_engaged_party(const wire::Tree* value, const Writer& writer);

// The contacts with a name, and what is kept.
[[nodiscard]] std::optional<wire::Tree> show_related_parties(const Record& record,
                                                             const wire::Tree* kept,
                                                             Release release);
Keep write_related_parties(const wire::Tree* value, const Writer& writer);

// A related party of one release in the form of another.
[[nodiscard]] wire::Tree convert_related_party(const wire::Tree& element, Release from, Release to);

}  // namespace patchbay::doors::tmf629
