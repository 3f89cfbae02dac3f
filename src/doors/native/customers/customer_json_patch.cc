// Converts a JSON Patch to edits: applies it to the document that a read shows, and reads the
// difference as a merge patch.
#include "doors/native/customers/customer_json.h"
#include "wire/merge_patch.h"

namespace patchbay::doors::native {
namespace {

using wire::Object;
using wire::Tree;

core::Edits refused(ErrorKind kind, std::string field, std::string what) {
  core::Edits out;
  out.problems.push_back({kind, std::move(field), std::move(what), 0});
  return out;
}

// The server orders parts: a new part gets its own ordinal, and a part that was replaced by an
// object without one keeps its ordinal.
void keep_ordinals(const Tree& before, Tree& after) {
  for (const Section section : {Section::address, Section::contact}) {
    const std::string parts(word(section));
    const std::string ordinal(row(first_field(section)).key);
    Tree* const now = wire::find_child(after, parts);
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

core::Edits edits_of(const wire::JsonPatch& patch, const core::View& view) {
  const Tree before = customer_json(view);
  auto after = wire::apply_json_patch(before, patch);
  if (!after) {
    const wire::PatchError& why = after.error();
    return refused(why.is_failed_test ? ErrorKind::conflict : ErrorKind::invalid, why.pointer,
                   why.what + " (operation " + std::to_string(why.operation) + ')');
  }
  if (!after->object())
    return refused(ErrorKind::invalid, "",
                   "the patch must leave an object, not " + std::string(after->kind()));
  keep_ordinals(before, *after);
  const Tree changes = wire::make_merge_patch(before, *after);
  core::Edits out = read_patch(*changes.object());
  if (changes.find("resolved"))
    out.problems.push_back(
        {ErrorKind::invalid, "resolved", "follows from the record and cannot be changed", 0});
  return out;
}

}  // namespace patchbay::doors::native
