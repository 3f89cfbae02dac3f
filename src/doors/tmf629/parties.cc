// Shows and writes parties.
#include "doors/tmf629/parties.h"

#include <algorithm>

#include "base/text.h"
#include "doors/tmf629/references.h"

namespace patchbay::doors::tmf629 {
namespace {

using wire::Array;
using wire::Object;
using wire::Tree;

struct PartyTypeRow {
  std::string_view referred;
  std::string_view type;  // of the record
};
constexpr PartyTypeRow kPartyTypes[] = {{"Individual", "private"}, {"Organization", "business"}};
constexpr std::string_view kUnknown = "Party";
constexpr std::string_view kPerson = "Individual";

std::string_view type_of(std::string_view referred) {
  const auto found = std::ranges::find(kPartyTypes, referred, &PartyTypeRow::referred);
  return found == std::end(kPartyTypes) ? std::string_view() : found->type;
}

std::string_view referred_type(std::string_view type) {
  const auto found = std::ranges::find(kPartyTypes, type, &PartyTypeRow::type);
  return found == std::end(kPartyTypes) ? kUnknown : found->referred;
}

// The names of a contact, in the order of the full name.
constexpr Field kContactNames[] = {Field::contact_first_name, Field::contact_middle_name,
                                   Field::contact_last_name};

std::string full_name(const Record& record, const Uuid& part) {
  std::vector<std::string> names;
  for (const Field field : kContactNames)
    if (std::string text = record.text(field, part); !text.empty())
      names.push_back(std::move(text));
  return join(names, " ");
}

// Sets the names of a contact: the last word is the last name, the others the first.
void write_name(const Writer& writer, const Uuid& part, const std::string& name,
                const std::string& path) {
  const std::string_view text = trim(name);
  const std::size_t space = text.rfind(' ');
  const std::string last(space == text.npos ? text : text.substr(space + 1));
  const std::string first(space == text.npos ? std::string_view() : trim(text.substr(0, space)));
  const std::string texts[] = {first, {}, last};
  for (std::size_t i = 0; i < std::size(kContactNames); ++i) {
    if (writer.record.text(kContactNames[i], part) == texts[i]) continue;
    Edit edit = Clear{};
    if (!texts[i].empty()) edit = Value(texts[i]);
    writer.edit({.field = kContactNames[i], .part = {.mode = PartRef::Mode::known, .id = part}},
                std::move(edit), path);
  }
}

// What a related party says: who it is, and its name.
struct NamedParty {
  std::string id;
  std::string name;
};

NamedParty person_in(const Tree& element, Release release) {
  const Tree* held = release == Release::v5 ? element.find("partyOrPartyRole") : &element;
  if (!held) return {};
  return {text_of(*held, "id"), text_of(*held, "name")};
}

std::vector<NamedParty> people_of(const Record& record) {
  std::vector<NamedParty> out;
  for (const Uuid& part : record.parts(Section::contact))
    if (std::string name = full_name(record, part); !name.empty())
      out.push_back({part.text(), std::move(name)});
  return out;
}

Tree to_element(const Record& record, const NamedParty& person, Release release) {
  const std::string role =
      record.text(Field::contact_type, Uuid::parse(person.id).value_or(Uuid{}));
  const Tree flat =
      Object{{"id", person.id}, {"name", person.name}, {"role", role}, {"@referredType", kPerson}};
  return convert_related_party(flat, Release::v4, release);
}

}  // namespace

Tree show_engaged_party(const Record& record, const Tree* kept, Release release) {
  const std::string type = record.text(Field::type);
  if (kept && kept->object()) {
    Tree out = *kept;
    const std::string_view stated = type_of(text_of(out, "@referredType"));
    if (stated != type && !stated.empty()) out.set("@referredType", referred_type(type));
    if (text_of(out, "id").empty()) out.set("id", record.uuid.text());
    return out;
  }
  Object out{
      {"id", record.uuid.text()}, {"name", record.name()}, {"@referredType", referred_type(type)}};
  if (release == Release::v5) out.emplace_back("@type", reference_type("engagedParty"));
  return out;
}

Keep write_engaged_party(const Tree* value, const Writer& writer) {
  if (!value || !value->object()) {
    if (writer.release != Release::v3) writer.refuse("engagedParty", "is required");
    return Keep::no;
  }
  const std::string_view type = type_of(text_of(*value, "@referredType"));
  if (!type.empty() && writer.record.text(Field::type) != type)
    writer.edit({.field = Field::type}, Value(std::string(type)), "engagedParty.@referredType");
  return Keep::yes;
}

std::optional<Tree> show_related_parties(const Record& record, const Tree* kept, Release release) {
  std::vector<NamedParty> held = people_of(record);
  Array out;
  const Array none;
  for (const Tree& element : kept && kept->array() ? *kept->array() : none) {
    const NamedParty stated = person_in(element, release);
    const auto part = Uuid::parse(stated.id);
    if (part && record.has_part(Section::contact, *part)) {
      const auto found = std::ranges::find(held, stated.id, &NamedParty::id);
      if (found == held.end() || found->name != stated.name) continue;
      held.erase(found);
    }
    out.push_back(element);
  }
  for (const NamedParty& each : held) out.push_back(to_element(record, each, release));
  if (out.empty() && !kept) return std::nullopt;
  return Tree(std::move(out));
}

Keep write_related_parties(const Tree* value, const Writer& writer) {
  const Array elements = value && value->array() ? *value->array() : Array();
  std::vector<NamedParty> gone = people_of(writer.record);
  for (std::size_t i = 0; i < elements.size(); ++i) {
    const NamedParty stated = person_in(elements[i], writer.release);
    const auto found = std::ranges::find(gone, stated.id, &NamedParty::id);
    if (found == gone.end()) continue;
    const std::string path = "relatedParty[" + std::to_string(i) + "].name";
    if (found->name != stated.name)
      write_name(writer, Uuid::parse(stated.id).value_or(Uuid{}), stated.name, path);
    gone.erase(found);
  }
  for (const NamedParty& each : gone)
    write_name(writer, Uuid::parse(each.id).value_or(Uuid{}), {}, "relatedParty");
  return Keep::yes;
}

Tree convert_related_party(const Tree& element, Release from, Release to) {
  if (is_flat(from) == is_flat(to)) return element;
  if (is_flat(to)) {
    Tree out = Object{};
    const Tree* party = element.find("partyOrPartyRole");
    for (const std::string_view name : {"id", "href", "name"})
      if (const Tree* held = party ? party->find(name) : nullptr) out.set(std::string(name), *held);
    if (const Tree* role = element.find("role")) out.set("role", *role);
    std::string referred = party ? text_of(*party, "@referredType") : std::string();
    if (referred.empty() && party) referred = text_of(*party, "@type");
    out.set("@referredType", referred.empty() ? std::string(kUnknown) : referred);
    return out;
  }
  Tree party = Object{};
  for (const std::string_view name : {"id", "href", "name", "@referredType"})
    if (const Tree* held = element.find(name)) party.set(std::string(name), *held);
  party.set("@type", reference_type("engagedParty"));
  std::string role = text_of(element, "role");
  return Object{{"@type", "RelatedPartyOrPartyRole"},
                {"role", role.empty() ? std::string(kUnknown) : std::move(role)},
                {"partyOrPartyRole", std::move(party)}};
}

}  // namespace patchbay::doors::tmf629
