// JSON Patch: what an operation did, its inverse undoes; move and copy do what removals and
// additions do; nothing grows beyond the bounds. JSON Merge Patch: a patch that was made from two
// documents turns the first into the second.
#include <algorithm>
#include <string>

#include "must.h"
#include "wire/json.h"
#include "wire/json_patch.h"
#include "wire/merge_patch.h"
#include "wire/tree_compare.h"

using patchbay::fuzz::must;
using patchbay::fuzz::text_of;
using namespace patchbay::wire;

namespace {

using Op = PatchOperation::Op;

// Small bounds are met sooner.
constexpr PatchBounds kBounds = {.operations_max = 20,
                                 .nodes_max = 100,
                                 .shifts_max = 200,
                                 .lookups_max = 2'000,
                                 .depth_max = 16};

const Tree* find(const Tree& tree, const JsonPointer& pointer) {
  return find_at(const_cast<Tree&>(tree), pointer, pointer.steps.size());
}

void must_explain(const PatchError& error, std::size_t operations) {
  must(error.operation < operations && !error.what.empty());
  must(JsonPointer::parse(error.pointer).has_value());
}

// The pointer to what an addition at `path` put into `after`: "-" is the last item.
JsonPointer added_at(const Tree& after, JsonPointer path) {
  if (path.steps.empty() || path.steps.back() != "-") return path;
  const Tree* parent = find_at(const_cast<Tree&>(after), path, path.steps.size() - 1);
  if (parent && parent->array()) path.steps.back() = std::to_string(parent->array()->size() - 1);
  return path;
}

bool is_in_array(const Tree& tree, const JsonPointer& path) {
  if (path.steps.empty()) return false;
  const Tree* parent = find_at(const_cast<Tree&>(tree), path, path.steps.size() - 1);
  return parent && parent->array();
}

// An addition is undone by a removal, or by the value that it replaced.
PatchOperation undo_add(const Tree& before, const Tree& after, const JsonPointer& path) {
  const Tree* old = is_in_array(before, path) ? nullptr : find(before, path);
  if (old) return {.op = Op::replace, .path = path, .value = *old};
  return {.op = Op::remove, .path = added_at(after, path)};
}

void must_undo(const Tree& before, const Tree& after, const PatchOperation& undo) {
  // A value of the document may be deeper than what a patch may put there.
  const auto back = apply_json_patch(after, {undo}, {.depth_max = 64});
  must(back && same_value(*back, before));
}

void must_be_same_as(const Tree& before, const Tree& after, const JsonPatch& other) {
  const auto same = apply_json_patch(before, other, {.depth_max = 64});
  must(same && *same == after);
}

void check_one(const Tree& before, const Tree& after, const PatchOperation& operation) {
  const JsonPointer& path = operation.path;
  switch (operation.op) {
    case Op::test:
      must(after == before && same_value(*find(before, path), operation.value));
      return;
    case Op::replace:
      must(*find(after, path) == operation.value);
      return must_undo(before, after,
                       {.op = Op::replace, .path = path, .value = *find(before, path)});
    case Op::remove:
      return must_undo(before, after, {.op = Op::add, .path = path, .value = *find(before, path)});
    case Op::add:
      must(*find(after, added_at(after, path)) == operation.value);
      return must_undo(before, after, undo_add(before, after, path));
    case Op::copy: {
      const Tree& value = *find(before, operation.from);
      must_be_same_as(before, after, {{.op = Op::add, .path = path, .value = value}});
      return must_undo(before, after, undo_add(before, after, path));
    }
    case Op::move: {
      if (operation.from == path) return must(after == before);
      const Tree& value = *find(before, operation.from);
      return must_be_same_as(before, after,
                             {{.op = Op::remove, .path = operation.from},
                              {.op = Op::add, .path = path, .value = value}});
    }
  }
}

void check_patch(const Tree& document, const JsonPatch& patch) {
  must(patch.size() <= kBounds.operations_max);
  Tree step = document;
  std::size_t nodes_max = size_of_tree(document).nodes + kBounds.nodes_max;
  std::size_t applied = 0;
  for (; applied < patch.size(); ++applied) {
    const auto next = apply_json_patch(step, {patch[applied]}, kBounds);
    if (!next) {
      must_explain(next.error(), 1);
      break;
    }
    check_one(step, *next, patch[applied]);
    nodes_max += size_of_tree(patch[applied].value).nodes;
    step = *next;
  }
  const auto all = apply_json_patch(document, patch, kBounds);
  if (!all) return must_explain(all.error(), patch.size());
  // All at once may meet a bound that each alone does not, but not the other way about.
  must(applied == patch.size() && *all == step);
  const auto size = size_of_tree(*all);
  must(size.nodes <= nodes_max);
  must(size.depth <= std::max(size_of_tree(document).depth, kBounds.depth_max));
  must(json::parse(json::write(*all), {.depth_max = 64, .nodes_max = 100'000}) == *all);
}

bool holds_null(const Tree& tree) {
  if (const Array* items = tree.array()) return std::ranges::any_of(*items, holds_null);
  const Object* members = tree.object();
  if (!members) return tree.is_null();
  return std::ranges::any_of(*members, [](const auto& each) { return holds_null(each.second); });
}

void check_merge(const Tree& before, const Tree& after) {
  if (holds_null(after)) return;
  const Tree patch = make_merge_patch(before, after);
  must(same_value(apply_merge_patch(before, patch), after));
  must(make_merge_patch(after, after) == Tree(Object{}) || !after.object());
}

}  // namespace

// A document and a patch, with a line break between them.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = text_of(data, size);
  const std::size_t end = text.find('\n');
  if (end == std::string_view::npos) return 0;
  const auto document = json::parse(text.substr(0, end));
  const auto second = json::parse(text.substr(end + 1));
  if (!document || !second) return 0;
  check_merge(*document, *second);
  const auto patch = read_json_patch(*second, kBounds);
  if (!patch) {
    must(!patch.error().what.empty());
    return 0;
  }
  check_patch(*document, *patch);
  return 0;
}
