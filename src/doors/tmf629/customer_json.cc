// Shows and writes a customer by the rows of mapping.def.
#include "doors/tmf629/customer_json.h"

#include <algorithm>

#include "base/text.h"
#include "base/utf8.h"
#include "doors/tmf629/characteristics.h"
#include "doors/tmf629/convert.h"
#include "doors/tmf629/kept.h"
#include "doors/tmf629/media.h"
#include "doors/tmf629/parties.h"
#include "doors/tmf629/references.h"
#include "doors/tmf629/shapes.h"
#include "wire/json.h"

namespace patchbay::doors::tmf629 {
namespace {

using wire::Object;
using wire::Tree;

struct Attribute;

// What a member is shown from: `kept` is in the form of the release, or null.
struct Shown {
  const Attribute& attribute;
  const Record& record;
  const Tree* kept;
  Release release;
};

struct Way {
  std::optional<Tree> (*show)(const Shown& from);
  // `value` is null if the member is taken away. Nothing: it was kept by the function itself.
  Keep (*write)(const Attribute& attribute, const Tree* value, const Writer& writer);
};

struct Attribute {
  std::string_view member;
  const Way& way;
  Field home;
};

// ---- the text of a field

std::optional<Tree> show_text(const Shown& from) {
  std::string text = from.record.text(from.attribute.home);
  if (text.empty()) return std::nullopt;
  return Tree(std::move(text));
}

Keep write_text(const Attribute& attribute, const Tree* value, const Writer& writer) {
  const std::string* text = value ? value->text() : nullptr;
  Edit edit = Clear{};
  if (text && !text->empty()) edit = Value(*text);
  writer.edit({.field = attribute.home}, std::move(edit), std::string(attribute.member));
  return Keep::no;
}

// ---- what is only kept

std::optional<Tree> show_kept(const Shown& from) {
  if (from.kept) return *from.kept;
  if (from.attribute.member == "@type" && from.release == Release::v5) return Tree("Customer");
  return std::nullopt;
}

Keep write_kept(const Attribute&, const Tree*, const Writer&) { return Keep::yes; }

// ---- the status

struct StatusRow {
  std::string_view word;  // in lower case
  std::string_view status;
};
constexpr StatusRow kStatuses[] = {
    {"active", "active"}, {"suspended", "suspended"}, {"off", "off"},
    {"inactive", "off"},  {"terminated", "off"},      {"closed", "off"},
};

// A word of the caller's is kept with the status that the record has under it.
std::optional<Tree> show_status(const Shown& from) {
  const std::string status = from.record.text(Field::status);
  if (!from.kept || text_of(*from.kept, "while") != status) return Tree(status);
  return Tree(text_of(*from.kept, "word"));
}

std::string_view status_for(std::string_view word, std::string_view now) {
  const auto found = std::ranges::find(kStatuses, lower(word), &StatusRow::word);
  return found == std::end(kStatuses) ? now : found->status;
}

Keep write_status(const Attribute& attribute, const Tree* value, const Writer& writer) {
  const std::string* word = value ? value->text() : nullptr;
  const std::string now = writer.is_new ? "active" : writer.record.text(Field::status);
  Edit edit = Clear{};
  if (word && !word->empty()) edit = Value(std::string(status_for(*word, now)));
  writer.edit({.field = Field::status}, std::move(edit), std::string(attribute.member));
  return Keep::yes;
}

// ---- the rows

constexpr Way kText = {show_text, write_text};
constexpr Way kKept = {show_kept, write_kept};
constexpr Way kStatus = {show_status, write_status};
constexpr Way kEngagedParty = {[](const Shown& from) -> std::optional<Tree> {
                                 return show_engaged_party(from.record, from.kept, from.release);
                               },
                               [](const Attribute&, const Tree* value, const Writer& writer) {
                                 return write_engaged_party(value, writer);
                               }};
constexpr Way kReferences = {
    [](const Shown& from) {
      return show_references(*find_reference(from.attribute.member), from.record, from.kept,
                             from.release);
    },
    [](const Attribute& attribute, const Tree* value, const Writer& writer) {
      return write_references(*find_reference(attribute.member), value, writer);
    }};
constexpr Way kMedia = {
    [](const Shown& from) { return show_media(from.record, from.kept, from.release); },
    [](const Attribute&, const Tree* value, const Writer& writer) {
      return write_media(value, writer);
    }};
constexpr Way kRelatedParties = {
    [](const Shown& from) { return show_related_parties(from.record, from.kept, from.release); },
    [](const Attribute&, const Tree* value, const Writer& writer) {
      return write_related_parties(value, writer);
    }};
constexpr Way kCharacteristics = {
    [](const Shown& from) { return show_characteristics(from.record, from.kept, from.release); },
    [](const Attribute&, const Tree* value, const Writer& writer) {
      return write_characteristics(value, writer);
    }};

constexpr Attribute kAttributes[] = {
#define MAPPED(member, way, home, meaning) {member, way, Field::home},
#include "doors/tmf629/mapping.def"
#undef MAPPED
};

const Attribute* find_attribute(std::string_view member) {
  const auto found = std::ranges::find(kAttributes, member, &Attribute::member);
  return found == std::end(kAttributes) ? nullptr : found;
}

// One member as a reply has it.
std::optional<Tree> shown(const Attribute& attribute, const KeptMember* held, const Record& record,
                          Release release) {
  const auto form = held ? in_form_of(*held, release) : std::nullopt;
  auto out = attribute.way.show({.attribute = attribute,
                                 .record = record,
                                 .kept = form ? &*form : nullptr,
                                 .release = release});
  if (out) complete(attribute.member, *out, release);
  return out;
}

// ---- writing

constexpr std::size_t kKeptMax = 16'384;  // code points of JSON, as the field allows
constexpr std::size_t kKeptMembersMax = 100;

// Keeps a member, if the field can hold it.
void keep(Kept& kept_members, const Writer& writer, std::string_view member, Tree value) {
  const std::string name(member);
  if (utf8::length(wire::json::write(value)) > kKeptMax)
    return writer.refuse(name, "must be at most 16384 characters of JSON");
  if (!is_plain_text(wire::json::write(value)) || !is_plain_text(name))
    return writer.refuse(name, "must not contain control characters");
  kept_members.set(writer.release, member, std::move(value));
}

Tree kept_status(const Tree& word, const Writer& writer) {
  const std::string now = writer.is_new ? "active" : writer.record.text(Field::status);
  return Object{{"word", word}, {"while", status_for(*word.text(), now)}};
}

void write_member(const std::string& member, const Tree* value, const Writer& writer,
                  Kept& kept_members) {
  if (value && value->is_null()) value = nullptr;
  kept_members.drop(member);
  const Attribute* const attribute = find_attribute(member);
  if (!attribute && value && is_name_of_secret(member))
    return writer.refuse(member, std::string(kIsSecret));
  const Keep keeps = attribute ? attribute->way.write(*attribute, value, writer) : Keep::yes;
  if (keeps == Keep::no || !value) return;
  if (member != "status") return keep(kept_members, writer, member, *value);
  if (value->text() && status_for(*value->text(), {}) != *value->text())
    keep(kept_members, writer, member, kept_status(*value, writer));
}

void finish(const Kept& kept_members, const Writer& writer) {
  if (kept_members == Kept(writer.record)) return;
  if (kept_members.members().size() > kKeptMembersMax)
    return writer.refuse("the customer", "must have at most 100 members that are kept");
  writer.edit({.field = Field::extensions}, kept_members.edit(), "the customer");
}

}  // namespace

std::string customer_path(CustomerId id, Release release) {
  return std::string(row(release).base) + "customer/" + std::to_string(id.value);
}

Tree customer_json(const Record& record, Release release, std::string_view base_url) {
  const Kept kept_members(record);
  Object out{{"id", std::to_string(record.id.value)},
             {"href", std::string(base_url) + customer_path(record.id, release)}};
  for (const Attribute& attribute : kAttributes)
    if (auto value = shown(attribute, kept_members.find(attribute.member), record, release))
      out.emplace_back(attribute.member, std::move(*value));
  for (const KeptMember& each : kept_members.members())
    if (!find_attribute(each.name)) out.emplace_back(each.name, each.value);
  return Tree(std::move(out));
}

std::optional<Tree> Members::find(std::string_view member) const {
  if (member == "id") return Tree(std::to_string(record_.id.value));
  if (member == "href") return Tree(customer_path(record_.id, release_));
  const auto held = find_kept(record_, member);
  if (const Attribute* attribute = find_attribute(member))
    return shown(*attribute, held ? &*held : nullptr, record_, release_);
  return held ? std::optional(held->value) : std::nullopt;
}

bool check_unknown_members(const Object& document, std::vector<Problem>& problems) {
  std::size_t unknown = 0;
  for (const auto& [member, value] : document) {
    if (tmf629::find(Shape::customer, member) || ++unknown <= kKeptMembersMax) continue;
    problems.push_back({ErrorKind::invalid, "the customer",
                        "must have at most 100 members that the standard does not know", 0});
    return false;
  }
  return true;
}

core::Edits edits_of_new(const Object& document, Release release) {
  core::Edits out;
  check_unknown_members(document, out.problems);
  check_shape(document, Shape::customer, release, /*is_new=*/true, {}, out.problems);
  const Record empty;
  const Writer writer{.release = release, .record = empty, .is_new = true, .out = out};
  Kept kept_members(empty);
  if (!out.problems.empty()) {
    // Core reports a name that is missing, and only that.
    const auto name = std::ranges::find(document, "name", &Object::value_type::first);
    if (name != document.end() && !name->second.is_null())
      writer.edit({.field = Field::name}, Value(std::string("-")), "name");
    return out;
  }
  for (const auto& [member, value] : document)
    if (std::ranges::find(kFixed, member) == std::end(kFixed))
      write_member(member, &value, writer, kept_members);
  finish(kept_members, writer);
  return out;
}

core::Edits edits_of_patch(const Object& patch, Release release) {
  core::Edits out;
  const Record unknown;
  const Writer writer{.release = release, .record = unknown, .out = out};
  Kept kept_members(unknown);
  for (const auto& [member, value] : patch) {
    const Attribute* const attribute = find_attribute(member);
    const bool has_own_field =
        attribute && (&attribute->way == &kText || &attribute->way == &kStatus);
    if (std::ranges::find(kFixed, member) != std::end(kFixed)) continue;
    if (value.array() || (value.is_null() && !has_own_field))
      out.problems.push_back({ErrorKind::unknown_customer, member,
                              "takes away what is not known without the customer", 0});
    if (has_own_field || !value.is_null()) write_member(member, &value, writer, kept_members);
  }
  finish(kept_members, writer);
  return out;
}

core::Edits edits_between(const Tree& before, const Tree& after, const core::View& view,
                          Release release, Arrays arrays) {
  core::Edits out;
  if (!check_unknown_members(*after.object(), out.problems)) return out;
  const Writer writer{
      .release = release, .record = view.record, .is_whole = arrays == Arrays::whole, .out = out};
  Kept kept_members(view.record);
  const auto write = [&](const std::string& member, const Tree* value) {
    if (std::ranges::find(kFixed, member) != std::end(kFixed))
      return writer.refuse(member, "is the server's own and cannot be changed");
    const Member* shape = find(Shape::customer, member);
    const std::size_t problems = out.problems.size();
    if (shape && value && !value->is_null())
      check_member(*value, *shape, release, /*is_new=*/false, member, out.problems);
    if (out.problems.size() == problems) write_member(member, value, writer, kept_members);
  };
  for (const auto& [member, value] : *before.object())
    if (const Tree* now = after.find(member); !now || !(*now == value)) write(member, now);
  for (const auto& [member, value] : *after.object())
    if (!before.find(member)) write(member, &value);
  finish(kept_members, writer);
  return out;
}

}  // namespace patchbay::doors::tmf629
