// Compares what is kept with what the record's fields say without it.
#include "doors/tmf629/said_here.h"

#include <algorithm>

#include "doors/tmf629/customer_json.h"
#include "record/lens/lens.h"

namespace patchbay::doors::tmf629 {
namespace {

using wire::Tree;

// A characteristic without a value takes one away, and says nothing more.
bool takes_away(const Tree& item) {
  const Tree* value = item.find("value");
  return value && value->is_null();
}

// Whether `shown` says all that `sent` says, or `earlier` said it: a merge repeats what was shown.
// Both may say more. `earlier` may be null.
bool is_said(const Tree& sent, const Tree& shown, const Tree* earlier) {
  if (const wire::Object* object = sent.object())
    return std::ranges::all_of(*object, [&](const auto& member) {
      const Tree* there = shown.find(member.first);
      return there &&
             is_said(member.second, *there, earlier ? earlier->find(member.first) : nullptr);
    });
  const wire::Array* items = sent.array();
  if (!items) return sent == shown || (earlier && sent == *earlier);
  return shown.array() && std::ranges::all_of(*items, [&](const Tree& item) {
           return takes_away(item) || std::ranges::any_of(*shown.array(), [&](const Tree& there) {
                    return is_said(item, there, nullptr);
                  });
         });
}

Record after_edits(std::span<const core::FieldEdit> edits, const Record& before) {
  std::uint64_t last = 0;
  Draft draft{.record = before, .fresh_uuid = [&] { return Uuid::numbered(++last); }};
  for (const core::FieldEdit& each : edits)
    std::ignore = write_value(draft, each.target, each.edit);
  return std::move(draft.record);
}

}  // namespace

std::vector<std::string> said_here_only(std::span<const core::FieldEdit> edits,
                                        const Record& before) {
  const Record after = after_edits(edits, before);
  Record bare = after;
  bare.values.clear({Field::extensions, {}});
  const Kept now(after);
  const Kept then(before);
  std::vector<std::string> out;
  for (const KeptMember& each : now.members()) {
    const KeptMember* held = then.find(each.name);
    if (held && *held == each) continue;
    const auto shown = Members(bare, each.release).find(each.name);
    const auto earlier = Members(before, each.release).find(each.name);
    if (!shown || !is_said(each.value, *shown, earlier ? &*earlier : nullptr))
      out.push_back(each.name);
  }
  for (const KeptMember& each : then.members())
    if (!now.find(each.name) && !Members(bare, each.release).find(each.name))
      out.push_back(each.name);
  return out;
}

}  // namespace patchbay::doors::tmf629
