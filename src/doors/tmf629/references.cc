// Shows and writes arrays of references.
#include "doors/tmf629/references.h"

#include <algorithm>

#include "base/utf8.h"

namespace patchbay::doors::tmf629 {
namespace {

using wire::Array;
using wire::Object;
using wire::Tree;

struct ReferenceTypeRow {
  std::string_view member;
  std::string_view type;
};
constexpr ReferenceTypeRow kReferenceTypes[] = {
    {"account", "AccountRef"},
    {"agreement", "AgreementRef"},
    {"paymentMethod", "PaymentMethodRef"},
    {"engagedParty", "PartyRef"},
    {"partyRoleSpecification", "PartyRoleSpecificationRef"},
};

// Whether the field can hold the id. Other ids are those of the caller's systems, and are kept.
bool is_word(const ReferenceRow& row, const std::string& id) {
  return !id.empty() && id != row.unsaid &&
         !find_objection(patchbay::row(row.field).rule, Value(id));
}

// The index of the element that the field is about, or the number of elements.
std::size_t stated_at(const ReferenceRow& row, const Array& elements) {
  for (std::size_t i = 0; i < elements.size(); ++i)
    if (is_word(row, text_of(elements[i], "id"))) return i;
  return elements.size();
}

std::string held_by(const ReferenceRow& row, const Record& record) {
  std::string text = record.text(row.field);
  return text == row.unsaid ? std::string() : text;
}

Tree to_element(const ReferenceRow& row, const std::string& id, Release release) {
  Object out{{"id", id}, {"name", id}, {"@referredType", row.referred}};
  if (release == Release::v5) out.emplace_back("@type", reference_type(row.member));
  return out;
}

}  // namespace

const ReferenceRow* find_reference(std::string_view member) {
  const auto found = std::ranges::find(kReferenceRows, member, &ReferenceRow::member);
  return found == std::end(kReferenceRows) ? nullptr : found;
}

std::string_view reference_type(std::string_view member) {
  const auto found = std::ranges::find(kReferenceTypes, member, &ReferenceTypeRow::member);
  return found == std::end(kReferenceTypes) ? std::string_view("EntityRef") : found->type;
}

std::optional<Tree> show_references(const ReferenceRow& row, const Record& record, const Tree* kept,
                                    Release release) {
  Array out = kept && kept->array() ? *kept->array() : Array();
  const std::string held = held_by(row, record);
  const std::size_t at = stated_at(row, out);
  const std::string stated = at < out.size() ? text_of(out[at], "id") : std::string();
  if (stated != held) {
    if (at < out.size()) out.erase(out.begin() + static_cast<std::ptrdiff_t>(at));
    if (!held.empty()) out.insert(out.begin(), to_element(row, held, release));
  }
  if (out.empty() && !kept) return std::nullopt;
  return Tree(std::move(out));
}

Keep write_references(const ReferenceRow& row, const Tree* value, const Writer& writer) {
  const Array elements = value && value->array() ? *value->array() : Array();
  const std::size_t at = stated_at(row, elements);
  const std::string stated = at < elements.size() ? text_of(elements[at], "id") : std::string();
  if (stated != held_by(row, writer.record)) {
    Edit edit = Clear{};
    if (!stated.empty()) edit = Value(stated);
    std::string name(row.member);
    if (at < elements.size()) name += '[' + std::to_string(at) + "].id";
    writer.edit({.field = row.field}, std::move(edit), std::move(name));
  }
  return Keep::yes;
}

}  // namespace patchbay::doors::tmf629
