// Turns history entries into the values to restore.
#include "core/change/undo.h"

#include <algorithm>
#include <map>
#include <set>

#include "core/change/edits.h"
#include "core/read/versions.h"
#include "record/history/chain.h"

namespace patchbay::core {
namespace {

using Problems = std::vector<Problem>;

constexpr std::size_t kUndoneMax = 1001;

void add_problem(Problems& problems, std::string field, std::string what,
                 ErrorKind kind = ErrorKind::invalid, int order = 0) {
  problems.push_back({kind, std::move(field), std::move(what), order});
}

// Undoes the changes of some versions in one walk from the newest entry to the oldest of them.
// Later changes of the same paths are conflicts, unless an undo has brought back the value that the
// version made: so changes are undone one after another, the newest first.
class UndoWalk {
 public:
  UndoWalk(const Undo& undo, Draft& draft, Problems& problems)
      : undo_(undo),
        draft_(draft),
        problems_(problems),
        versions_(undo.versions.begin(), undo.versions.end()),
        paths_(undo.paths.begin(), undo.paths.end()) {}

  void visit(const Entry& entry) {
    if (!versions_.contains(entry.version)) {
      for (const Difference& each : entry.differences) later_.try_emplace(each.path, entry);
      return;
    }
    if (entry.version == 1) return undo_creation(entry);
    for (const Difference& each : entry.differences) {
      if (!chosen(each.path)) continue;
      taken_.insert(each.path);
      undo_difference(each);
    }
  }

  // Reports requested paths that none of the versions changed, and what can be undone by none.
  void finish() {
    for (auto& [path, problem] : changed_since_) problems_.push_back(std::move(problem));
    for (const Path& path : undo_.paths)
      if (!taken_.contains(path))
        add_problem(problems_, text(path),
                    "was not changed by version " + std::to_string(undo_.versions.front()));
  }

 private:
  struct Later {
    explicit Later(const Entry& entry)
        : principal(entry.by.principal), version(entry.version), undoes(entry.action == "undo") {}
    std::string principal;
    Version version;
    bool undoes;
  };

  [[nodiscard]] bool chosen(const Path& path) const {
    return paths_.empty() || paths_.contains(path);
  }

  [[nodiscard]] bool is_now(const Path& path, const std::optional<Value>& value) const {
    const Value* current = draft_.record.values.find(path);
    return value ? current && *current == *value : !current;
  }

  // Reports whether another version has changed since what the version made of `path`.
  bool was_changed_since(const Path& path, const std::optional<Value>& made) {
    const auto found = later_.find(path);
    if (found == later_.end() || undo_.force) return false;
    const Later& later = found->second;
    if (later.undoes && is_now(path, made)) return false;
    Problem problem{ErrorKind::conflict, text(path),
                    "was changed again by " + later.principal + " (version " +
                        std::to_string(later.version) + ")",
                    order_of(path.field)};
    // An undo of several versions leaves what the oldest of them found.
    if (undo_.again && later.undoes)
      changed_since_.insert_or_assign(path, std::move(problem));
    else
      problems_.push_back(std::move(problem));
    return true;
  }

  // Reports whether an earlier undo has already set `path` to `requested` (nothing: no value).
  bool was_undone(const Path& path, const std::optional<Value>& requested) {
    const auto found = later_.find(path);
    if (found == later_.end() || undo_.force || !found->second.undoes) return false;
    if (!is_now(path, requested)) return false;
    changed_since_.erase(path);
    if (undo_.again) return true;
    add_problem(problems_, text(path),
                "was already undone by version " + std::to_string(found->second.version),
                ErrorKind::conflict, order_of(path.field));
    return true;
  }

  void undo_difference(const Difference& each) {
    if (is_erased(each))
      return add_problem(problems_, text(each.path),
                         "was erased from history and cannot be brought back", ErrorKind::conflict,
                         order_of(each.path.field));
    if (was_undone(each.path, each.before) || was_changed_since(each.path, each.after)) return;
    if (each.before)
      draft_.record.values.set(each.path, *each.before);
    else
      draft_.record.values.clear(each.path);
  }

  // Version 1 created the customer. Undoing it deletes the customer, if nothing was changed since.
  void undo_creation(const Entry& entry) {
    taken_.insert(undo_.paths.begin(), undo_.paths.end());
    if (!undo_.paths.empty())
      return add_problem(problems_, "paths",
                         "cannot be chosen of version 1, which made the customer");
    const Path deleted{Field::deleted, {}};
    if (was_undone(deleted, Value{true})) return;
    std::map<Path, std::optional<Value>> made;
    for (const Difference& each : entry.differences) made.emplace(each.path, each.after);
    for (const auto& [path, later] : later_)
      if (was_changed_since(path, made[path])) return;
    draft_.record.values.set(deleted, true);
  }

  const Undo& undo_;
  Draft& draft_;
  Problems& problems_;
  const std::set<Version> versions_;
  const std::set<Path> paths_;
  std::map<Path, Later> later_;  // the newest change of each path by a version that is not being
                                 // undone
  std::set<Path> taken_;
  // What an undo that is done again found changed, unless an older version shows that it was
  // undone.
  std::map<Path, Problem> changed_since_;
};

// Shows to `walk` the entries from the newest to the oldest version that is undone.
void walk_history(store::ReadTransaction& reader, const Record& record, const Undo& undo,
                  UndoWalk& walk) {
  const Version first = std::ranges::min(undo.versions);
  const auto count = static_cast<std::size_t>(record.version - first + 1);
  for (const Entry& entry : reader.history(record.id, 0, count)) walk.visit(entry);
}

}  // namespace

void apply_undo(const ChangeContext& context, const Undo& undo, Draft& draft, Problems& problems) {
  const Version newest = draft.record.version;
  // The door has already reported a version that it could not parse.
  if (std::ranges::find(problems, "version", &Problem::field) != problems.end()) return;
  if (undo.versions.empty()) return add_problem(problems, "version", "is required");
  if (std::ranges::min(undo.versions) < 1 || std::ranges::max(undo.versions) > newest)
    return add_problem(problems, "version", "must be " + versions_to(newest));
  const auto count = static_cast<std::size_t>(newest - std::ranges::min(undo.versions) + 1);
  if (count > kUndoneMax)
    return add_problem(
        problems, "version",
        "must be one of the newest " + std::to_string(kUndoneMax) + " versions of this customer");
  UndoWalk walk(undo, draft, problems);
  walk_history(context.reader, draft.record, undo, walk);
  walk.finish();
}

}  // namespace patchbay::core
