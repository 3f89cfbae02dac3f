// Wishes onto a draft: which are no change, which cannot be, and how the caller spells what
// changed.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/call.h"
#include "record/lens.h"

namespace patchbay::core {

// Puts each wish that is no silence; appends to `problems` what is wrong, in the caller's spelling.
// `enterprise` is what Lens::enterprise shows.
void put_wishes(Draft& draft, const Record& before, const std::vector<Wish>& wishes,
                CustomerId enterprise, std::vector<Problem>& problems);

// How the caller spells what its wishes have written. What is handed in outlives this; the draft
// does not change any more. Looked into only where something is to be blamed, and then once for
// all.
class Spellings {
 public:
  Spellings(const std::vector<Wish>& wishes, const Draft& draft) : wishes_(wishes), draft_(draft) {}

  // The caller's spelling of what stands at `path`, where a wish wrote it.
  [[nodiscard]] std::optional<std::string> asked_as(const Path& path) const;
  // The same or, where no wish did, the path itself.
  [[nodiscard]] std::string of(const Path& path) const;

 private:
  void sort_out() const;

  const std::vector<Wish>& wishes_;
  const Draft& draft_;
  // The wishes for each part, in order; of those for all parts of a home, the first.
  mutable std::map<std::pair<Home, Uuid>, std::vector<const Wish*>> of_part_;
  mutable std::map<Home, const Wish*> of_home_;
  mutable bool is_sorted_ = false;
};

[[nodiscard]] inline int order_of(Field field) { return static_cast<int>(field); }

}  // namespace patchbay::core
