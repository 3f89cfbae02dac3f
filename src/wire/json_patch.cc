// Applies JSON patches.
#include "wire/json_patch.h"

#include "base/result.h"
#include "wire/tree_compare.h"

namespace patchbay::wire {
namespace {

using Op = PatchOperation::Op;
// Why an operation failed: something was not found, or is not allowed. `pointer` is the pointer at
// fault.
struct PatchFailure {
  const JsonPointer& pointer;
  std::string what;
  bool is_failed_test = false;
};
using Applied = std::expected<void, PatchFailure>;

constexpr const char* kNothingThere = "names nothing";

class Patcher {
 public:
  Patcher(Tree& document, const PatchBounds& bounds)
      : document_(document),
        bounds_(bounds),
        nodes_left_(bounds.nodes_max),
        shifts_left_(bounds.shifts_max),
        lookups_left_(bounds.lookups_max) {}

  Applied run(const PatchOperation& operation) {
    Applied done = carry_out(operation);
    // A lookup also fails when the bound on lookups is exhausted.
    if (is_exhausted_)
      return failure(operation.path, "would look through too much of the document");
    return done;
  }

 private:
  Applied carry_out(const PatchOperation& operation) {
    switch (operation.op) {
      case Op::add:
        return add(operation.path, operation.value);
      case Op::remove:
        return remove(operation.path);
      case Op::replace:
        return replace(operation.path, operation.value);
      case Op::move:
        return move(operation.from, operation.path);
      case Op::copy:
        return copy(operation.from, operation.path);
      case Op::test:
        return test(operation.path, operation.value);
    }
    return {};
  }

  static std::unexpected<PatchFailure> failure(const JsonPointer& pointer, std::string what) {
    return std::unexpected(PatchFailure{pointer, std::move(what)});
  }

  Tree* find(const JsonPointer& pointer) { return walk(pointer, pointer.steps.size()); }
  // The parent of what `pointer` names. `pointer` has at least one step.
  Tree* around(const JsonPointer& pointer) { return walk(pointer, pointer.steps.size() - 1); }

  // Each step into an object may compare all of its members.
  Tree* walk(const JsonPointer& pointer, std::size_t count) {
    Tree* at = &document_;
    for (std::size_t i = 0; at && i < count; ++i) {
      if (!lookups(*at)) return nullptr;
      at = find_child(*at, pointer.steps[i]);
    }
    return at;
  }

  bool lookups(const Tree& tree) {
    const std::size_t members = tree.object() ? tree.object()->size() : 0;
    is_exhausted_ = is_exhausted_ || members > lookups_left_;
    if (!is_exhausted_) lookups_left_ -= members;
    return !is_exhausted_;
  }

  Applied add(const JsonPointer& path, Tree value) {
    if (path.steps.size() + size_of_tree(value).depth > bounds_.depth_max)
      return failure(path, "would lie too deep in the document");
    if (path.steps.empty()) {
      document_ = std::move(value);
      return {};
    }
    Tree* parent = around(path);
    const std::string& last = path.steps.back();
    if (parent && parent->object()) {
      if (!lookups(*parent)) return {};
      parent->set(last, std::move(value));
      return {};
    }
    Array* items = parent ? parent->array() : nullptr;
    if (!items)
      return failure(path, "names a place inside a value that is neither an object nor an array");
    const auto index = last == "-" ? items->size() : index_of(last, items->size() + 1);
    if (!index) return failure(path, "names no place in the array");
    TRY_DO(shift(items->size() - *index, path));
    items->insert(items->begin() + static_cast<std::ptrdiff_t>(*index), std::move(value));
    return {};
  }

  Applied remove(const JsonPointer& path) {
    if (path.steps.empty()) return failure(path, "the whole document cannot be removed");
    Tree* const around_it = around(path);
    const std::string& last = path.steps.back();
    if (!around_it || !lookups(*around_it) || !find_child(*around_it, last))
      return failure(path, kNothingThere);
    Tree& parent = *around_it;
    if (Object* members = parent.object())
      std::erase_if(*members, [&](const auto& member) { return member.first == last; });
    if (Array* items = parent.array()) {
      const std::size_t index = index_of(last, items->size()).value_or(0);
      TRY_DO(shift(items->size() - index, path));
      items->erase(items->begin() + static_cast<std::ptrdiff_t>(index));
    }
    return {};
  }

  Applied replace(const JsonPointer& path, const Tree& value) {
    Tree* const found = find(path);
    if (!found) return failure(path, kNothingThere);
    if (path.steps.size() + size_of_tree(value).depth > bounds_.depth_max)
      return failure(path, "would lie too deep in the document");
    *found = value;
    return {};
  }

  Applied move(const JsonPointer& from, const JsonPointer& path) {
    Tree* source = find(from);
    if (!source) return failure(from, kNothingThere);
    if (from == path) return {};
    if (from.leads_to(path)) return failure(path, "cannot be moved into itself");
    TRY_DO(spend(*source, path));
    Tree value = std::move(*source);
    TRY_DO(remove(from));
    return add(path, std::move(value));
  }

  Applied copy(const JsonPointer& from, const JsonPointer& path) {
    const Tree* source = find(from);
    if (!source) return failure(from, kNothingThere);
    TRY_DO(spend(*source, path));
    return add(path, *source);
  }

  Applied test(const JsonPointer& path, const Tree& value) {
    const Tree* found = find(path);
    if (found && same_value(*found, value)) return {};
    return std::unexpected(PatchFailure{
        path, found ? "is not what the patch tests for" : kNothingThere, /*tested=*/true});
  }

  Applied spend(const Tree& value, const JsonPointer& path) {
    const std::size_t nodes = size_of_tree(value).nodes;
    if (nodes > nodes_left_) return failure(path, "would make the document too big");
    nodes_left_ -= nodes;
    return {};
  }

  Applied shift(std::size_t items, const JsonPointer& path) {
    if (items > shifts_left_) return failure(path, "would move too many items of arrays about");
    shifts_left_ -= items;
    return {};
  }

  Tree& document_;
  const PatchBounds& bounds_;
  std::size_t nodes_left_;
  std::size_t shifts_left_;
  std::size_t lookups_left_;
  bool is_exhausted_ = false;
};

}  // namespace

std::expected<Tree, PatchError> apply_json_patch(Tree document, const JsonPatch& patch,
                                                 PatchBounds bounds) {
  Patcher patcher(document, bounds);
  for (std::size_t i = 0; i < patch.size(); ++i)
    if (Applied done = patcher.run(patch[i]); !done)
      return std::unexpected(PatchError{i, done.error().pointer.text(),
                                        std::move(done.error().what), done.error().is_failed_test});
  return document;
}

}  // namespace patchbay::wire
