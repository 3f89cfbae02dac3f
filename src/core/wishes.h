// Wishes onto a draft: which are no change, which cannot be, and how the caller spells what
// changed.
#pragma once

#include "core/call.h"
#include "record/lens.h"

namespace patchbay::core {

// Puts each wish that is no silence; appends to `problems` what is wrong, in the caller's spelling.
// `enterprise` is what Lens::enterprise shows.
void put_wishes(Draft& draft, const Record& before, const std::vector<Wish>& wishes,
                CustomerId enterprise, std::vector<Problem>& problems);

// The caller's spelling of what stands at `path`, where a wish wrote it.
[[nodiscard]] std::optional<std::string> asked_as(const Path& path, const std::vector<Wish>& wishes,
                                                  const Draft& draft);
// The same or, where no wish did, the path itself.
[[nodiscard]] std::string spelling_of(const Path& path, const std::vector<Wish>& wishes,
                                      const Draft& draft);

[[nodiscard]] inline int order_of(Field field) { return static_cast<int>(field); }

}  // namespace patchbay::core
