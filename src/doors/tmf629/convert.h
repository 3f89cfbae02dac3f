// Members that were sent in one release, in the form of another, and with what every reply must
// have.
#pragma once

#include <optional>

#include "doors/tmf629/kept.h"

namespace patchbay::doors::tmf629 {

// A kept member as `release` has it. Nothing if the release cannot hold it.
[[nodiscard]] std::optional<wire::Tree> in_form_of(const KeptMember& member, Release release);

// Adds what a reply must have and a request may leave out: an @type in v5, and the ids of
// references.
void complete(std::string_view member, wire::Tree& value, Release release);

}  // namespace patchbay::doors::tmf629
