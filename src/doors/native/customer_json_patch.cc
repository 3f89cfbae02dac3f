// From a JSON Patch to wishes: the patch is applied to the document that a read shows, and what
// then differs is read as a merge patch.
#include "doors/native/customer_json.h"
#include "wire/merge_patch.h"

namespace patchbay::doors::native {
namespace {

using wire::Object;
using wire::Tree;

core::Wished refused(Wrong wrong, std::string field, std::string what) {
  core::Wished out;
  out.problems.push_back({wrong, std::move(field), std::move(what), 0});
  return out;
}

// A part's place in the order is the server's: a part that is new gets its own, and one that was
// replaced by an object without it keeps the one it had.
void settle_ordinals(const Tree& before, Tree& after) {
  for (const Home home : {Home::address, Home::contact}) {
    const std::string parts(word(home));
    const std::string ordinal(row(first_field(home)).key);
    Tree* const now = wire::step_into(after, parts);
    if (!now || !now->object()) continue;
    const Tree* const then = before.find(parts);
    for (auto& [id, part] : *now->object()) {
      if (!part.object()) continue;
      const Tree* const old = then ? then->find(id) : nullptr;
      const Tree* const counted = old ? old->find(ordinal) : nullptr;
      if (!old)
        std::erase_if(*part.object(), [&](const auto& member) { return member.first == ordinal; });
      else if (counted && !part.find(ordinal))
        part.set(ordinal, *counted);
    }
  }
}

}  // namespace

core::Wished wished_by(const wire::JsonPatch& patch, const core::View& view) {
  const Tree before = customer_json(view);
  auto after = wire::patched(before, patch);
  if (!after) {
    const wire::PatchRefusal& why = after.error();
    return refused(why.tested ? Wrong::conflict : Wrong::invalid, why.pointer,
                   why.what + " (operation " + std::to_string(why.operation) + ')');
  }
  if (!after->object())
    return refused(Wrong::invalid, "",
                   "the patch must leave an object, not " + std::string(after->kind()));
  settle_ordinals(before, *after);
  const Tree changes = wire::difference(before, *after);
  core::Wished out = read_patch(*changes.object());
  if (changes.find("resolved"))
    out.problems.push_back(
        {Wrong::invalid, "resolved", "follows from the record and cannot be changed", 0});
  return out;
}

}  // namespace patchbay::doors::native
