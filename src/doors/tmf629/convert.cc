// One row for each member that differs between releases.
#include "doors/tmf629/convert.h"

#include <algorithm>
#include <iterator>

#include "doors/tmf629/characteristics.h"
#include "doors/tmf629/media.h"
#include "doors/tmf629/parties.h"
#include "doors/tmf629/references.h"
#include "doors/tmf629/shapes.h"
#include "wire/json.h"

namespace patchbay::doors::tmf629 {
namespace {

using wire::Array;
using wire::Tree;

void set_if_missing(Tree& tree, std::string_view member, std::string_view text) {
  if (!tree.find(member)) tree.set(std::string(member), Tree(text));
}

// References need an id, and accounts of v4 a name: the one stands for the other.
void complete_reference(std::string_view member, Tree& item, Release release) {
  const std::string id = text_of(item, "id");
  const std::string name = text_of(item, "name");
  if (id.empty() && (release != Release::v4 || member != "account"))
    item.set("id", name.empty() ? std::string(member) : name);
  if (is_flat(release) && member == "account") set_if_missing(item, "name", id);
  if (release == Release::v3) set_if_missing(item, "href", text_of(item, "id"));
  if (release == Release::v5) set_if_missing(item, "@type", reference_type(member));
}

void complete_party(Tree& item, Release release) {
  if (release == Release::v5) return set_if_missing(item, "@type", "PartyRef");
  set_if_missing(item, "@referredType", "Party");
  if (release == Release::v3) set_if_missing(item, "href", text_of(item, "id"));
}

void complete_related(Tree& item, Release release) {
  if (release == Release::v5) {
    set_if_missing(item, "@type", "RelatedPartyOrPartyRole");
    Tree* party = nullptr;
    for (auto& [name, value] : *item.object())
      if (name == "partyOrPartyRole") party = &value;
    if (party && party->object() && text_of(*party, "id").empty())
      if (text_of(*party, "@type").ends_with("Ref")) set_if_missing(*party, "id", "party");
    return;
  }
  if (text_of(item, "id").empty()) item.set("id", text_of(item, "name"));
}

void complete_characteristic(Tree& item, Release release) {
  const Tree* value = item.find("value");
  if (release == Release::v5)
    set_if_missing(item, "@type",
                   value ? characteristic_type(*value) : std::string_view("Characteristic"));
  else if (release == Release::v3 && !(value && value->text()))
    item.set("value", value && !value->is_null() ? wire::json::write(*value) : std::string());
  else if (!value)
    item.set("value", Tree(wire::Null{}));
}

void complete_medium(Tree& item, Release release) {
  if (release == Release::v5) set_if_missing(item, "@type", "ContactMedium");
}

void complete_credit(Tree& item, Release release) {
  if (release == Release::v5) set_if_missing(item, "@type", "CreditProfile");
}

void complete_item(std::string_view member, Tree& item, Release release) {
  if (!item.object()) return;
  if (member == "engagedParty") return complete_party(item, release);
  if (member == "relatedParty") return complete_related(item, release);
  if (member == "characteristic") return complete_characteristic(item, release);
  if (member == "contactMedium") return complete_medium(item, release);
  if (member == "creditProfile") return complete_credit(item, release);
  const Member* row = find(Shape::customer, member);
  if (row &&
      (row->of == Shape::account || row->of == Shape::reference || row->of == Shape::payment))
    complete_reference(member, item, release);
}

Array convert_item(std::string_view member, const Tree& item, Release from, Release to) {
  if (member == "contactMedium") return convert_medium(item, from, to);
  if (member == "relatedParty") return {convert_related_party(item, from, to)};
  Tree out = item;
  // v5 has other types.
  if (out.object() && !is_flat(to))
    std::erase_if(*out.object(), [](const auto& held) { return held.first == "@type"; });
  // A profile that lacks what v4 requires cannot be shown there.
  if (member == "creditProfile" && is_flat(to) &&
      !(item.find("creditProfileDate") && item.find("validFor")))
    return {};
  return {std::move(out)};
}

}  // namespace

void complete(std::string_view member, Tree& value, Release release) {
  if (Array* items = value.array())
    for (Tree& item : *items) complete_item(member, item, release);
  else
    complete_item(member, value, release);
}

std::optional<Tree> in_form_of(const KeptMember& member, Release release) {
  const Member* row = find(Shape::customer, member.name);
  if (row && row->in(release) == Member::Needed::no) return std::nullopt;
  if (member.release == release || !row || row->of == Shape::none) return member.value;
  const Array* items = member.value.array();
  if (!items) {
    Array one = convert_item(member.name, member.value, member.release, release);
    return one.empty() ? std::nullopt : std::optional(std::move(one.front()));
  }
  Array out;
  for (const Tree& item : *items)
    if (item.object())
      std::ranges::move(convert_item(member.name, item, member.release, release),
                        std::back_inserter(out));
  return Tree(std::move(out));
}

}  // namespace patchbay::doors::tmf629
