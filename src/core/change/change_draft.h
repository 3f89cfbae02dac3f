// A change while it is planned: the draft of the record and the problems found so far.
#pragma once

#include <optional>
#include <vector>

#include "core/change/concurrent_changes.h"
#include "core/change/plan.h"
#include "core/change/rules.h"

namespace patchbay::core {

// Maximum depth of a customer below the root.
inline constexpr std::size_t kDepthMax = 64;

// The steps of plan_change(), which calls them in the order of their declaration. Every step but
// the last collects its problems. The arguments must outlive the draft. Used by one thread.
class ChangeDraft {
 public:
  // Starts from `start`, which becomes `before` with the edits applied; a new customer has an empty
  // `before`. `lineage` is the customer's, itself first. `problems` were found while reading input.
  ChangeDraft(const ChangeContext& context, const Record& before, Record start,
              std::vector<CustomerId> lineage, const std::vector<FieldEdit>& edits,
              std::vector<Problem> problems);

  // Refuses a change that was made for version `base` where later versions exist and the caller
  // does not ask for a rebase, or where history no longer knows them. Otherwise returns the changes
  // since `base`, for require_no_overlap().
  [[nodiscard]] Result<std::vector<ConcurrentChange>> find_concurrent_changes(Version base,
                                                                              bool rebase) const;
  void add_problem(Problem problem) { problems_.push_back(std::move(problem)); }
  void apply_edits();
  void adjust(const Adjustment& adjustment);
  void undo(const Undo& undo);
  // Moves the customer below `parent`; without one, below the parent that the edits or the undo
  // left. `field` is the caller's spelling of the parent.
  void move_below(std::optional<CustomerId> parent, const std::string& field);
  // The rate plan of the record as it is now.
  [[nodiscard]] std::int64_t rate_plan() const { return draft_.record.whole(Field::plan); }

  // Completes the record, seals its secrets, and checks it as a whole: the rules, the rights, and
  // the locks of `rate_plan` (0: none). The fault holds every problem of all steps.
  [[nodiscard]] Result<PlannedChange> validate(const ChangeRules& rules, std::int64_t rate_plan);
  // Refuses `planned`, which came from validate(), if it changes a field that someone else has
  // changed since version `base`.
  [[nodiscard]] Result<void> require_no_overlap(const PlannedChange& planned, Version base,
                                                std::vector<ConcurrentChange> concurrent);

 private:
  [[nodiscard]] Result<std::vector<CustomerId>> lineage_below(CustomerId parent,
                                                              const std::string& field) const;
  [[nodiscard]] Fault version_conflict(Version base,
                                       const std::vector<ConcurrentChange>& changes) const;

  const ChangeContext& context_;
  const Record& before_;
  const std::vector<FieldEdit>& edits_;
  std::vector<CustomerId> lineage_;
  std::vector<Problem> problems_;
  Draft draft_;
};

}  // namespace patchbay::core
