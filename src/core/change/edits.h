// Edits onto a draft: which are no change, which cannot be, and how the caller spells what
// changed.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/call/call.h"
#include "record/lens/lens.h"

namespace patchbay::core {

// Puts each edit that is no silence; appends to `problems` what is wrong, in the caller's spelling.
// `enterprise` is what Lens::enterprise shows.
void apply_edits(Draft& draft, const Record& before, const std::vector<FieldEdit>& edits,
                 CustomerId enterprise, std::vector<Problem>& problems);

// How the caller spells what its edits have written. What is handed in outlives this; the draft
// does not change any more. Looked into only where something is to be blamed, and then once for
// all.
class Spellings {
 public:
  Spellings(const std::vector<FieldEdit>& edits, const Draft& draft)
      : edits_(edits), draft_(draft) {}

  // The caller's spelling of what stands at `path`, where a edit wrote it.
  [[nodiscard]] std::optional<std::string> spelled_by_caller(const Path& path) const;
  // The same or, where no edit did, the path itself.
  [[nodiscard]] std::string of(const Path& path) const;

 private:
  void index_edits() const;

  const std::vector<FieldEdit>& edits_;
  const Draft& draft_;
  // The edits for each part, in order; of those for all parts of a home, the first.
  mutable std::map<std::pair<Section, Uuid>, std::vector<const FieldEdit*>> of_part_;
  mutable std::map<Section, const FieldEdit*> of_section_;
  mutable bool is_sorted_ = false;
};

[[nodiscard]] inline int order_of(Field field) { return static_cast<int>(field); }

}  // namespace patchbay::core
