// Applying patches.
#include "wire/json_patch.h"

#include "base/result.h"
#include "wire/tree_compare.h"

namespace patchbay::wire {
namespace {

using Op = PatchOperation::Op;
// What an operation did not find, or may not do; `pointer` is the one to blame.
struct Blame {
  const JsonPointer& pointer;
  std::string what;
  bool tested = false;
};
using Done = std::expected<void, Blame>;

constexpr const char* kNothingThere = "names nothing";

class Patcher {
 public:
  Patcher(Tree& document, const PatchBounds& bounds)
      : document_(document),
        bounds_(bounds),
        nodes_left_(bounds.nodes_max),
        shifts_left_(bounds.shifts_max),
        looks_left_(bounds.looks_max) {}

  Done run(const PatchOperation& operation) {
    Done done = carry_out(operation);
    // What was not found may only not have been looked for any more.
    if (is_exhausted_) return blame(operation.path, "would look through too much of the document");
    return done;
  }

 private:
  Done carry_out(const PatchOperation& operation) {
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

  static std::unexpected<Blame> blame(const JsonPointer& pointer, std::string what) {
    return std::unexpected(Blame{pointer, std::move(what)});
  }

  Tree* find(const JsonPointer& pointer) { return walk(pointer, pointer.steps.size()); }
  // What the last step of `pointer` is a step into; the pointer has one.
  Tree* around(const JsonPointer& pointer) { return walk(pointer, pointer.steps.size() - 1); }

  // Each step into an object may look at all of its members.
  Tree* walk(const JsonPointer& pointer, std::size_t count) {
    Tree* at = &document_;
    for (std::size_t i = 0; at && i < count; ++i) {
      if (!looks(*at)) return nullptr;
      at = step_into(*at, pointer.steps[i]);
    }
    return at;
  }

  bool looks(const Tree& tree) {
    const std::size_t members = tree.object() ? tree.object()->size() : 0;
    is_exhausted_ = is_exhausted_ || members > looks_left_;
    if (!is_exhausted_) looks_left_ -= members;
    return !is_exhausted_;
  }

  Done add(const JsonPointer& path, Tree value) {
    if (path.steps.size() + extent_of(value).depth > bounds_.depth_max)
      return blame(path, "would lie too deep in the document");
    if (path.steps.empty()) {
      document_ = std::move(value);
      return {};
    }
    Tree* parent = around(path);
    const std::string& last = path.steps.back();
    if (parent && parent->object()) {
      if (!looks(*parent)) return {};
      parent->set(last, std::move(value));
      return {};
    }
    Array* items = parent ? parent->array() : nullptr;
    if (!items) return blame(path, "names a place in nothing that could hold it");
    const auto index = last == "-" ? items->size() : index_of(last, items->size() + 1);
    if (!index) return blame(path, "names no place in the array");
    TRY_DO(shift(items->size() - *index, path));
    items->insert(items->begin() + static_cast<std::ptrdiff_t>(*index), std::move(value));
    return {};
  }

  Done remove(const JsonPointer& path) {
    if (path.steps.empty()) return blame(path, "the whole document cannot be removed");
    Tree* const around_it = around(path);
    const std::string& last = path.steps.back();
    if (!around_it || !looks(*around_it) || !step_into(*around_it, last))
      return blame(path, kNothingThere);
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

  Done replace(const JsonPointer& path, const Tree& value) {
    Tree* const found = find(path);
    if (!found) return blame(path, kNothingThere);
    if (path.steps.size() + extent_of(value).depth > bounds_.depth_max)
      return blame(path, "would lie too deep in the document");
    *found = value;
    return {};
  }

  Done move(const JsonPointer& from, const JsonPointer& path) {
    Tree* source = find(from);
    if (!source) return blame(from, kNothingThere);
    if (from == path) return {};
    if (from.leads_to(path)) return blame(path, "lies within what is to be moved there");
    TRY_DO(spend(*source, path));
    Tree value = std::move(*source);
    TRY_DO(remove(from));
    return add(path, std::move(value));
  }

  Done copy(const JsonPointer& from, const JsonPointer& path) {
    const Tree* source = find(from);
    if (!source) return blame(from, kNothingThere);
    TRY_DO(spend(*source, path));
    return add(path, *source);
  }

  Done test(const JsonPointer& path, const Tree& value) {
    const Tree* found = find(path);
    if (found && same_value(*found, value)) return {};
    return std::unexpected(
        Blame{path, found ? "is not what the patch tests for" : kNothingThere, /*tested=*/true});
  }

  Done spend(const Tree& value, const JsonPointer& path) {
    const std::size_t nodes = extent_of(value).nodes;
    if (nodes > nodes_left_) return blame(path, "would make the document too big");
    nodes_left_ -= nodes;
    return {};
  }

  Done shift(std::size_t items, const JsonPointer& path) {
    if (items > shifts_left_) return blame(path, "would move too many items of arrays about");
    shifts_left_ -= items;
    return {};
  }

  Tree& document_;
  const PatchBounds& bounds_;
  std::size_t nodes_left_;
  std::size_t shifts_left_;
  std::size_t looks_left_;
  bool is_exhausted_ = false;
};

}  // namespace

std::expected<Tree, PatchRefusal> patched(Tree document, const JsonPatch& patch,
                                          PatchBounds bounds) {
  Patcher patcher(document, bounds);
  for (std::size_t i = 0; i < patch.size(); ++i)
    if (Done done = patcher.run(patch[i]); !done)
      return std::unexpected(PatchRefusal{i, done.error().pointer.text(),
                                          std::move(done.error().what), done.error().tested});
  return document;
}

}  // namespace patchbay::wire
