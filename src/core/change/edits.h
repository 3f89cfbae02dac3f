// Applies edits to a draft: finds edits that change nothing and edits that are not possible, and
// remembers the caller's spelling of changed fields.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/call/call.h"
#include "record/lens/lens.h"

namespace patchbay::core {

// Applies each edit that changes something. Appends problems in the caller's spelling. `enterprise`
// is the value of Lens::enterprise.
void apply_edits(Draft& draft, const Record& before, const std::vector<FieldEdit>& edits,
                 CustomerId enterprise, std::vector<Problem>& problems);

// Finds the caller's spelling of written paths. The arguments must outlive this object, and the
// draft must not change any more. The index is built on first use, which only happens if there is a
// problem to report.
class Spellings {
 public:
  Spellings(const std::vector<FieldEdit>& edits, const Draft& draft)
      : edits_(edits), draft_(draft) {}

  // Returns the caller's spelling of `path`, if an edit wrote it.
  [[nodiscard]] std::optional<std::string> spelled_by_caller(const Path& path) const;
  // Returns the caller's spelling or, if no edit wrote the path, the path itself.
  [[nodiscard]] std::string of(const Path& path) const;

 private:
  void index_edits() const;

  const std::vector<FieldEdit>& edits_;
  const Draft& draft_;
  // The edits for each part, in order. For edits of all parts of a section, the first one.
  mutable std::map<std::pair<Section, Uuid>, std::vector<const FieldEdit*>> of_part_;
  mutable std::map<Section, const FieldEdit*> of_section_;
  mutable bool is_sorted_ = false;
};

[[nodiscard]] inline int order_of(Field field) { return static_cast<int>(field); }

}  // namespace patchbay::core
