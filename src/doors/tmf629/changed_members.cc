// Takes the members from the document of the record after the change.
#include "doors/tmf629/changed_members.h"

#include <algorithm>

#include "doors/tmf629/characteristics.h"
#include "doors/tmf629/client_rows.h"
#include "doors/tmf629/convert.h"
#include "doors/tmf629/customer_json.h"
#include "doors/tmf629/writer.h"

namespace patchbay::doors::tmf629 {
namespace {

using wire::Array;
using wire::Object;
using wire::Tree;

class MemberWriter {
 public:
  explicit MemberWriter(const MemberChange& change) : change_(change) {}

  [[nodiscard]] Object written() const {
    const Tree document = customer_json(change_.after, change_.release, {});
    Object out;
    for (const std::string& member : members())
      out.emplace_back(member, member_after(member, document));
    if (change_.is_new && !is_flat(change_.release) && !Tree(out).find("@type"))
      out.emplace_back("@type", "Customer");
    return out;
  }

 private:
  [[nodiscard]] bool sends(Field field) const {
    return std::ranges::any_of(change_.fields, [&](const FieldToSend& each) {
      return each.spelling.target.field == field;
    });
  }

  // The names of the members that the chosen fields stand in, in the order of the fields.
  [[nodiscard]] std::vector<std::string> members() const {
    std::vector<std::string> out;
    if (change_.is_new) out = {"name", "engagedParty"};
    const auto add = [&](std::string_view name) {
      if (std::ranges::find(out, name) == out.end()) out.emplace_back(name);
    };
    for (const FieldToSend& each : change_.fields) {
      const std::string_view member = member_of(each.spelling.target.field);
      if (!member.empty()) add(member);
    }
    if (!sends(Field::extensions)) return out;
    const Kept now(change_.after);
    const Kept then(change_.before);
    for (const KeptMember& each : now.members())
      if (const KeptMember* held = then.find(each.name); !held || *held != each) add(each.name);
    for (const KeptMember& each : then.members())
      if (!now.find(each.name)) add(each.name);
    return out;
  }

  [[nodiscard]] Tree member_after(const std::string& member, const Tree& document) const {
    const Tree* shown = document.find(member);
    if (member == "characteristic") return characteristics(shown);
    if (!shown || (shown->text() && shown->text()->empty())) return wire::Null{};
    if (member == "engagedParty" && !change_.is_new && !sends(Field::extensions))
      return Object{{"@referredType", text_of(*shown, "@referredType")}};
    return *shown;
  }

  // Fields that the list leaves out stay as they are, so it has those that change, and everything
  // that would go.
  [[nodiscard]] Tree characteristics(const Tree* shown) const {
    const auto kept = find_kept(change_.after, "characteristic");
    const auto form = kept ? in_form_of(*kept, change_.release) : std::nullopt;
    const auto is_kept = [&](const Tree& element) {
      return form && form->array() &&
             std::ranges::find(*form->array(), element) != form->array()->end();
    };
    const auto is_sent = [&](const Tree& element) {
      const auto field = find_field(Section::customer, text_of(element, "name"));
      const bool is_field = field && std::ranges::find(characteristic_fields(), *field) !=
                                         characteristic_fields().end();
      return !is_field || sends(*field) || is_kept(element);
    };
    Array out;
    const Array none;
    for (const Tree& element : shown && shown->array() ? *shown->array() : none)
      if (is_sent(element)) out.push_back(element);
    for (const FieldToSend& each : change_.fields) {
      const Target& target = each.spelling.target;
      if (!std::holds_alternative<Clear>(each.edit) ||
          member_of(target.field) != "characteristic" || target.field == Field::custom_fields)
        continue;
      Object element{{"name", row(target.field).key}, {"value", wire::Null{}}};
      if (!is_flat(change_.release)) element.emplace(element.begin(), "@type", "Characteristic");
      out.emplace_back(std::move(element));
    }
    return Tree(std::move(out));
  }

  const MemberChange& change_;
};

}  // namespace

wire::Object changed_members(const MemberChange& change) { return MemberWriter(change).written(); }

}  // namespace patchbay::doors::tmf629
