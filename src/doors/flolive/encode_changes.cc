// Groups edits by the objects that they belong to, and writes each object in the order of its rows.
#include "doors/flolive/encode_changes.h"

#include <algorithm>

#include "doors/shared/call_encoding.h"
#include "doors/shared/field_selection.h"

namespace patchbay::doors::flolive {
namespace {

using Mode = PartRef::Mode;
using wire::Object;
using wire::Tree;

// An address or the contact that the body is about.
struct Part {
  PartRef ref;  // as in the edits, after slots were resolved
  Section section{};
  std::string id{};         // or the placeholder; empty: the server gives it one
  std::string_view type{};  // the record's word, if the body must say it
  bool is_new = false;
};

struct SlotName {
  Mode mode;
  std::string_view type;
  std::string_view placeholder;
  std::string_view meaning;
};
constexpr SlotName kSlots[] = {
    {Mode::slot_main, "main", "MAIN_ADDRESS_ID",
     "the id of the customer's oldest address of type PRIVATE; if it has none, leave id out and "
     "add type"},
    {Mode::slot_delivery, "delivery", "DELIVERY_ADDRESS_ID",
     "the id of the customer's oldest address of type SHIPPING; if it has none, leave id out and "
     "add type"},
    {Mode::slot_billing, "billing", "BILLING_ADDRESS_ID",
     "the id of the customer's oldest address of type MAILING; if it has none, leave id out and "
     "add type"},
    {Mode::slot_primary, "owner", "CONTACT_ID",
     "the id of the customer's primary contact, which needs a landline or mobile number; if it has "
     "none, a new UUID, with role"},
};

const SlotName* slot_of(Mode mode) {
  const auto* found = std::ranges::find(kSlots, mode, &SlotName::mode);
  return found == std::end(kSlots) ? nullptr : found;
}

class ChangeWriter {
 public:
  ChangeWriter(Purpose purpose, const ClientContext& context, EncodedCall& out)
      : purpose_(purpose), context_(context), out_(out) {}

  Object write(const std::vector<core::FieldEdit>& edits) {
    std::vector<core::FieldEdit> moved;
    for (const core::FieldEdit& edit : edits) {
      core::FieldEdit each = edit;
      const Section section = row(each.target.field).section;
      const bool is_whole = each.target.lens == Lens::parts;
      if (section != Section::customer && !is_whole) {
        Part& part = part_of(each.target.part, section);
        // A part that does not exist has nothing to clear.
        if (part.is_new && std::holds_alternative<Clear>(each.edit)) continue;
        each.target.part = part.ref;
      }
      moved.push_back(std::move(each));
    }
    FieldSelection chosen = select_fields(moved, rows(), {.is_new = is_create()});
    std::ranges::move(chosen.losses, std::back_inserter(out_.losses));
    note_empty_addresses(edits);
    fields_ = std::move(chosen.fields);
    return body();
  }

 private:
  [[nodiscard]] bool is_create() const { return purpose_ == Purpose::create; }
  [[nodiscard]] std::span<const Member> members() const {
    return is_create() ? kNewCustomer : kCustomer;
  }

  Part& part_of(const PartRef& given, Section section) {
    for (std::size_t i = 0; i < parts_.size(); ++i)
      if (given_[i] == given && parts_[i].section == section) return parts_[i];
    given_.push_back(given);
    return parts_.emplace_back(resolve(given, section));
  }

  Part resolve(const PartRef& given, Section section) {
    const SlotName* slot = slot_of(given.mode);
    if (!slot) {
      const bool fresh = given.mode == Mode::fresh;
      return {.ref = given,
              .section = section,
              .id = fresh ? "" : given.id.text(),
              .is_new = fresh || is_create()};
    }
    if (is_create()) return {given, section, {}, slot->type, /*is_new=*/true};
    if (!context_.record)
      return {given, section, add_placeholder(out_, slot->placeholder, slot->meaning)};
    if (const auto found = find_part(*context_.record, section, given)) {
      out_.looked_up.emplace_back(section == Section::contact
                                      ? "the id of the primary contact"
                                      : "the id of the " + std::string(slot->type) + " address");
      return {given, section, found->text()};
    }
    Part made{given, section, {}, slot->type, /*is_new=*/true};
    if (section == Section::contact)
      made.id = add_placeholder(out_, slot->placeholder,
                                "a new UUID for the contact, of which the customer has none; it "
                                "needs a landline or mobile number");
    return made;
  }

  // An address that a slot empties is removed by other dialects, and stays here.
  void note_empty_addresses(const std::vector<core::FieldEdit>& edits) {
    for (const core::FieldEdit& edit : edits)
      if (edit.target.lens == Lens::whole_text && std::holds_alternative<Clear>(edit.edit) &&
          !edit.objection && !is_create() &&
          std::ranges::find(out_.losses, edit.field, &Loss::field) == out_.losses.end())
        out_.losses.push_back(make_loss(LossKind::partly, edit.field, std::nullopt,
                                        "the address stays, without a text"));
  }

  [[nodiscard]] std::vector<Spelling> rows() const {
    std::vector<Spelling> out;
    const auto add = [&](std::span<const Member> rows, const PartRef& part) {
      for (const Member& each : rows)
        if (each.kind == Member::Kind::value || each.kind == Member::Kind::numbers ||
            each.kind == Member::Kind::list || each.kind == Member::Kind::contact ||
            each.kind == Member::Kind::addresses)
          out.push_back(each.spelling(part));
    };
    add(members(), {});
    add(kInvoice, {});
    for (const Part& part : parts_)
      add(part.section == Section::contact ? kContact : kAddress, part.ref);
    return out;
  }

  [[nodiscard]] const FieldToSend* sent(std::string_view name, Section section,
                                        const PartRef& part) const {
    const auto found = std::ranges::find_if(fields_, [&](const FieldToSend& each) {
      return each.spelling.name == name && row(each.spelling.target.field).section == section &&
             each.spelling.target.part == part && each.spelling.target.lens != Lens::parts;
    });
    return found == fields_.end() ? nullptr : &*found;
  }

  [[nodiscard]] bool empties(Section section) const {
    return std::ranges::any_of(fields_, [&](const FieldToSend& each) {
      return each.spelling.target.lens == Lens::parts &&
             row(each.spelling.target.field).section == section;
    });
  }

  static Tree list_json(const Member& member, const Value& value) {
    wire::Array out;
    const auto* rows = std::get_if<List>(&value);
    for (const auto& cells : rows ? *rows : List{}) {
      if (member.kind == Member::Kind::numbers) {
        out.push_back(wire::Number{cells.front()});
        continue;
      }
      Object object;
      for (std::size_t i = 0; i < std::min(cells.size(), member.cells.size()); ++i)
        object.emplace_back(member.cells[i].name, to_text(member.cells[i], Value(cells[i])));
      out.push_back(std::move(object));
    }
    return out;
  }

  static Tree json_of(const Member& member, const FieldToSend& field) {
    const Value* value = std::get_if<Value>(&field.edit);
    if (!value) return wire::Null{};
    if (member.kind != Member::Kind::value) return list_json(member, *value);
    using Form = ValueFormat::Form;
    const Form form = field.spelling.format.form;
    if (form == Form::boolean) return field.text == "true";
    if (form == Form::whole || form == Form::decimal) return wire::Number{field.text};
    return field.text;
  }

  [[nodiscard]] Object object_of(std::span<const Member> members, Section section,
                                 const PartRef& part) const {
    Object out;
    for (const Member& member : members) {
      if (const FieldToSend* field = sent(member.name, section, part))
        out.emplace_back(member.name, json_of(member, *field));
      const Tree* days = Tree(out).find("paymentDueAfterInvoiceIssued");
      if (member.kind == Member::Kind::units && days && !days->is_null())
        out.emplace_back(member.name, member.format.words);
    }
    return out;
  }

  [[nodiscard]] Object part_object(const Part& part) {
    const bool contact = part.section == Section::contact;
    Object out = object_of(contact ? kContact : kAddress, part.section, part.ref);
    if (out.empty()) return out;
    if (!part.type.empty() && !Tree(out).find("type"))
      out.emplace(out.begin(), "type",
                  to_text(find(contact ? kContact : kAddress, "type")->spelling({}),
                          Value(std::string(part.type))));
    if (contact && part.is_new && !Tree(out).find("role")) out.emplace(out.begin(), "role", "NONE");
    if (!part.id.empty()) out.emplace(out.begin(), "id", part.id);
    return out;
  }

  Object body() {
    Object out;
    for (const Member& member : members()) {
      switch (member.kind) {
        case Member::Kind::value:
        case Member::Kind::numbers:
        case Member::Kind::list:
          if (const FieldToSend* field = sent(member.name, Section::customer, {}))
            if (!find(kInvoice, member.name))
              out.emplace_back(member.name, json_of(member, *field));
          break;
        case Member::Kind::contact:
          write_contact(out, member);
          break;
        case Member::Kind::addresses:
          write_addresses(out, member);
          break;
        case Member::Kind::invoice:
          if (Object invoice = object_of(kInvoice, Section::customer, {}); !invoice.empty())
            out.emplace_back(member.name, std::move(invoice));
          break;
        case Member::Kind::id:
        case Member::Kind::units:
        case Member::Kind::unavailable:
          break;
      }
    }
    if (is_create()) require_members(out);
    return out;
  }

  void write_contact(Object& out, const Member& member) {
    if (empties(Section::contact)) return out.emplace_back(member.name, wire::Null{}), void();
    for (const Part& part : parts_)
      if (part.section == Section::contact)
        if (Object object = part_object(part); !object.empty())
          return out.emplace_back(member.name, std::move(object)), void();
  }

  void write_addresses(Object& out, const Member& member) {
    if (empties(Section::address)) return out.emplace_back(member.name, wire::Array{}), void();
    wire::Array entries;
    for (const Part& part : parts_)
      if (part.section == Section::address)
        if (Object object = part_object(part); !object.empty())
          entries.push_back(std::move(object));
    if (!entries.empty()) out.emplace_back(member.name, std::move(entries));
  }

  void require_members(Object& out) {
    for (const auto& [name, placeholder] :
         {std::pair("status", "STATUS"), {"name", "NAME"}, {"currency", "CURRENCY"}})
      if (!Tree(out).find(name))
        out.emplace_back(name, add_placeholder(out_, placeholder,
                                               std::string(name) + ", which flolive requires"));
  }

  Purpose purpose_;
  const ClientContext& context_;
  EncodedCall& out_;
  std::vector<PartRef> given_{};  // the references of `parts_` in the edits
  std::vector<Part> parts_{};
  std::vector<FieldToSend> fields_{};
};

}  // namespace

wire::Object change_body(const std::vector<core::FieldEdit>& edits, Purpose purpose,
                         const ClientContext& context, EncodedCall& out) {
  return ChangeWriter(purpose, context, out).write(edits);
}

}  // namespace patchbay::doors::flolive
