// Shows contact media.
#include "doors/tmf629/media.h"

#include <algorithm>

#include "base/text.h"
#include "doors/tmf629/media_rows.h"

namespace patchbay::doors::tmf629 {
namespace {

using wire::Array;
using wire::Object;
using wire::Tree;

const MediumRow& row_of(MediumKind kind) { return kMediumRows[static_cast<std::size_t>(kind)]; }

std::string text_at(const Record& record, const Target& target) {
  const auto value = value_at(record, target);
  const std::string* text = value ? std::get_if<std::string>(&*value) : nullptr;
  return text ? *text : std::string();
}

// The primary part first, then by age.
std::vector<Uuid> parts_of(const Record& record, Section section) {
  std::vector<Uuid> out = record.parts(section);
  const Uuid first = record.primary(section);
  std::ranges::stable_partition(out, [&](const Uuid& part) { return part == first; });
  return out;
}

void add_numbers(std::vector<Medium>& out, const Record& record, const Uuid& part) {
  for (const NumberRow& number : kNumberRows) {
    std::string text = record.text(number.field, part);
    if (text.empty()) continue;
    out.push_back({.kind = number.kind,
                   .contact_type = std::string(number.contact_type),
                   .texts = {std::move(text)},
                   .preferred = record.flag(Field::contact_primary, part),
                   .field = number.field,
                   .part = part});
  }
}

void add_address(std::vector<Medium>& out, const Record& record, const Uuid& part) {
  Medium medium{.kind = MediumKind::address,
                .contact_type = record.text(Field::address_type, part),
                .preferred = record.flag(Field::address_primary, part),
                .field = Field::address_ordinal,
                .part = part};
  for (std::size_t i = 0; i < kPlaceRows.size(); ++i)
    medium.texts[i] = text_at(
        record,
        {kPlaceRows[i].lens, kPlaceRows[i].field, {.mode = PartRef::Mode::known, .id = part}});
  out.push_back(std::move(medium));
}

// An element as the record would show it. The id names the part in v5, which has a member for it.
Tree to_element(const Medium& medium, Release release) {
  const MediumRow& row = row_of(medium.kind);
  Object held;
  if (!medium.contact_type.empty())
    held.emplace_back(words_of_release(release).detail_type, medium.contact_type);
  if (!row.member.empty()) held.emplace_back(row.member, medium.texts[0]);
  if (row.member.empty())
    for (std::size_t i = 0; i < kPlaceRows.size(); ++i)
      if (!medium.texts[i].empty()) held.emplace_back(kPlaceRows[i].name, medium.texts[i]);
  if (is_flat(release))
    return Object{{std::string(words_of_release(release).medium_type), row.flat},
                  {"preferred", Tree(medium.preferred)},
                  {"characteristic", Tree(std::move(held))}};
  Object out{{"@type", row.typed}, {"preferred", Tree(medium.preferred)}};
  std::ranges::move(held, std::back_inserter(out));
  return out;
}

bool is_known_type(std::string_view word) {
  return std::ranges::find(kAddressTypes, word) != std::end(kAddressTypes);
}

}  // namespace

std::vector<Medium> media_of(const Record& record) {
  std::vector<Medium> out;
  for (const Uuid& part : parts_of(record, Section::contact)) add_numbers(out, record, part);
  if (std::string fax = record.text(Field::fax); !fax.empty())
    out.push_back({.kind = MediumKind::fax, .texts = {std::move(fax)}, .field = Field::fax});
  for (const Uuid& part : parts_of(record, Section::address)) add_address(out, record, part);
  return out;
}

std::vector<Medium> media_in(const Tree& element, Release release) {
  const Tree* held = is_flat(release) ? element.find("characteristic") : &element;
  std::vector<Medium> out;
  if (!held) return out;
  const std::string path = is_flat(release) ? "characteristic." : "";
  const std::string contact_type = text_of(*held, words_of_release(release).detail_type);
  for (const MediumRow& row : kMediumRows) {
    Medium medium{.kind = row.kind, .contact_type = contact_type, .path = path};
    if (!row.member.empty()) {
      medium.texts[0] = text_of(*held, row.member);
    } else {
      if (!is_known_type(lower(contact_type))) medium.contact_type.clear();
      for (std::size_t i = 0; i < kPlaceRows.size(); ++i)
        medium.texts[i] = text_of(*held, kPlaceRows[i].name);
    }
    if (std::ranges::any_of(medium.texts, [](const std::string& text) { return !text.empty(); }))
      out.push_back(std::move(medium));
  }
  return out;
}

bool is_same(const Medium& wanted, const Medium& held) {
  if (wanted.kind != held.kind || wanted.texts != held.texts) return false;
  return wanted.kind != MediumKind::address || wanted.contact_type.empty() ||
         lower(wanted.contact_type) == held.contact_type;
}

std::optional<Tree> show_media(const Record& record, const Tree* kept, Release release) {
  const std::vector<Medium> held = media_of(record);
  Array out;
  const Array none;
  std::vector<bool> is_shown(held.size());
  for (const Tree& element : kept && kept->array() ? *kept->array() : none) {
    std::vector<std::size_t> taken;
    const auto take = [&](const Medium& fact) {
      for (std::size_t i = 0; i < held.size(); ++i) {
        if (is_shown[i] || !is_same(fact, held[i])) continue;
        is_shown[i] = true;
        taken.push_back(i);
        return true;
      }
      return false;
    };
    if (std::ranges::all_of(media_in(element, release), take))
      out.push_back(element);
    else
      for (const std::size_t i : taken) is_shown[i] = false;
  }
  for (std::size_t i = 0; i < held.size(); ++i)
    if (!is_shown[i]) out.push_back(to_element(held[i], release));
  if (out.empty() && !kept) return std::nullopt;
  return Tree(std::move(out));
}

Array convert_medium(const Tree& element, Release from, Release to) {
  if (from == to) return {element};
  Array out;
  const auto finish = [&](Tree made) {
    if (const Tree* period = element.find("validFor")) made.set("validFor", *period);
    out.push_back(std::move(made));
  };
  const Tree* preferred = element.find("preferred");
  for (Medium& each : media_in(element, from)) {
    each.preferred = preferred && preferred->boolean() && *preferred->boolean();
    finish(to_element(each, to));
  }
  const Tree* held = is_flat(from) ? element.find("characteristic") : &element;
  const std::string social = held ? text_of(*held, kSocialMember) : std::string();
  if (!social.empty() && is_flat(to))
    finish(Object{{std::string(words_of_release(to).medium_type), kSocialFlat},
                  {"characteristic", Tree(Object{{std::string(kSocialMember), social}})}});
  if (!social.empty() && !is_flat(to))
    finish(Object{{"@type", kSocialTyped}, {std::string(kSocialMember), social}});
  return out;
}

}  // namespace patchbay::doors::tmf629
