// The events of the standard, in each release.
#pragma once

#include <array>
#include <optional>
#include <string>

#include "doors/event_format.h"
#include "doors/tmf629/listening.h"

namespace patchbay::doors::tmf629 {

extern const std::array<EventFormat, kReleases> kEventFormats;

// The name of a release's format: "tmf629.v4".
[[nodiscard]] std::string_view event_format_name(Release release);

// The event of a change, for somebody who wants only some kinds: a change of the status that also
// changes something else is an event of either kind. Nothing if it is of none that is wanted.
[[nodiscard]] std::optional<EventKind> kind_of(const Entry& entry, const Listening& listening);

}  // namespace patchbay::doors::tmf629
