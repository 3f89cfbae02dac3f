// Moves edits of parts to slots.
#include <algorithm>

#include "doors/shared/field_selection.h"

namespace patchbay::doors {
namespace {

using Mode = PartRef::Mode;

// What becomes of a part.
struct Placement {
  PartRef part;
  std::optional<PartRef> slot{};  // nothing: no slot is this part
  bool is_new = false;            // the call creates it
  bool assumed = false;
};

bool is_slot_or_none(const PartRef& part) {
  return part.mode == Mode::none || part.mode >= Mode::slot_main;
}

std::optional<PartRef> slot_of_type(const std::string& type) {
  if (type == "main") return PartRef{.mode = Mode::slot_main};
  if (type == "delivery") return PartRef{.mode = Mode::slot_delivery};
  if (type == "billing") return PartRef{.mode = Mode::slot_billing};
  return std::nullopt;
}

class SlotMover {
 public:
  SlotMover(std::vector<core::FieldEdit> edits, const Record* record, bool is_new,
            std::vector<Loss>& losses)
      : edits_(std::move(edits)), record_(record), is_new_(is_new), losses_(losses) {}

  std::vector<core::FieldEdit> moved() {
    std::vector<core::FieldEdit> out;
    for (core::FieldEdit& edit : edits_) {
      if (is_slot_or_none(edit.target.part) || edit.objection || edit.target.lens == Lens::parts) {
        out.push_back(edit);
        continue;
      }
      const Placement& placement = placed(edit);
      if (edit.target.lens == Lens::part && std::holds_alternative<Value>(edit.edit)) continue;
      if (!placement.slot) {
        losses_.push_back(make_loss(LossKind::other_part, edit.field, lost_value(edit)));
        continue;
      }
      if (done_by_itself(edit, placement)) continue;
      edit.target.part = *placement.slot;
      out.push_back(edit);
    }
    return out;
  }

 private:
  // The placement of the part of this edit. Found once, with one loss if it is assumed.
  const Placement& placed(const core::FieldEdit& edit) {
    const PartRef& part = edit.target.part;
    const auto found = std::ranges::find(placements_, part, &Placement::part);
    if (found != placements_.end()) return *found;
    const Section section = row(edit.target.field).section;
    Placement placement = section == Section::contact ? place_contact(part) : place_address(part);
    if (placement.assumed)
      losses_.push_back(make_loss(LossKind::assumed, part_name(edit),
                                  part.id.is_nil() ? std::nullopt : std::optional(part.id.text())));
    return placements_.emplace_back(placement);
  }

  static std::string part_name(const core::FieldEdit& edit) {
    return edit.part_field.empty() ? edit.field : edit.part_field;
  }

  [[nodiscard]] Placement place_contact(const PartRef& part) const {
    const PartRef slot{.mode = Mode::slot_primary};
    if (is_new_) return {part, slot, /*is_new=*/true};
    if (!record_) return {.part = part, .slot = slot, .assumed = true};
    const auto found = find_part(*record_, Section::contact, part);
    if (found && *found == record_->primary(Section::contact)) return {part, slot};
    const bool may_be_first = part.mode == Mode::or_first || part.mode == Mode::fresh;
    if (!found && may_be_first && record_->count_parts(Section::contact) == 0)
      return {part, slot, /*is_new=*/true};
    return {part};
  }

  [[nodiscard]] Placement place_address(const PartRef& part) const {
    std::optional<PartRef> slot = slot_of_type(given_type(part));
    const bool fresh = part.mode == Mode::fresh;
    if (is_new_) {
      const bool taken = slot && std::ranges::any_of(placements_, [&](const Placement& other) {
                           return other.slot == slot;
                         });
      return {part, taken ? std::nullopt : slot, /*is_new=*/true};
    }
    if (!record_) return {.part = part, .slot = slot, .assumed = slot.has_value()};
    if (fresh) {
      const bool taken = slot && find_part(*record_, Section::address, *slot);
      return {part, taken ? std::nullopt : slot, /*is_new=*/true};
    }
    slot = slot_of_type(record_->text(Field::address_type, part.id));
    if (!slot || find_part(*record_, Section::address, *slot) != part.id) return {part};
    return {part, slot};
  }

  // The type that the call gives to an address: a new one has this if it says none.
  [[nodiscard]] std::string given_type(const PartRef& part) const {
    for (const core::FieldEdit& edit : edits_) {
      if (edit.target.part != part || edit.target.field != Field::address_type) continue;
      const Value* value = std::get_if<Value>(&edit.edit);
      const auto* text = value ? std::get_if<std::string>(value) : nullptr;
      if (text) return *text;
    }
    return part.mode == Mode::fresh ? "main" : "";
  }

  // Whether the value is the one that the slot has anyway.
  [[nodiscard]] bool done_by_itself(const core::FieldEdit& edit, const Placement& placement) const {
    if (edit.target.lens != Lens::field) return false;
    const auto is = [&](std::string_view text) {
      return edit.edit == Edit{Value{std::string(text)}};
    };
    switch (edit.target.field) {
      case Field::address_type: {
        const Value* value = std::get_if<Value>(&edit.edit);
        const auto* type = value ? std::get_if<std::string>(value) : nullptr;
        return type && slot_of_type(*type) == placement.slot;
      }
      case Field::contact_primary:
        return edit.edit == Edit{Value{true}};
      case Field::contact_type:
        return placement.is_new && is("owner");
      case Field::contact_role:
        return placement.is_new && is("none");
      default:
        return false;
    }
  }

  std::vector<core::FieldEdit> edits_;
  const Record* record_;
  bool is_new_;
  std::vector<Loss>& losses_;
  std::vector<Placement> placements_{};
};

}  // namespace

std::vector<core::FieldEdit> edits_of_slots(std::vector<core::FieldEdit> edits,
                                            const Record* record, bool is_new,
                                            std::vector<Loss>& losses) {
  return SlotMover(std::move(edits), record, is_new, losses).moved();
}

}  // namespace patchbay::doors
