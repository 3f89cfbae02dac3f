// Writes contact media: pairs what is wanted with what the record has, and changes, adds and
// removes the rest.
#include <algorithm>

#include "base/text.h"
#include "doors/tmf629/media_rows.h"
#include "record/field/value_rule.h"

namespace patchbay::doors::tmf629 {
namespace {

using wire::Array;
using wire::Tree;

// A contact, and which of its numbers are in use.
struct Person {
  PartRef ref;
  std::array<bool, kNumberRows.size()> taken{};
};

std::size_t index_of(Field field) {
  return static_cast<std::size_t>(std::ranges::find(kNumberRows, field, &NumberRow::field) -
                                  kNumberRows.begin());
}

bool fits(const Medium& wanted, Field field) {
  return field != Field::contact_mobile || is_e164(wanted.texts[0]);
}

bool prefers_mobile(const Medium& wanted) {
  return lower(wanted.contact_type).contains("mobile") && is_e164(wanted.texts[0]);
}

class MediaWriter {
 public:
  explicit MediaWriter(const Writer& writer) : writer_(writer), held_(media_of(writer.record)) {}

  void write(std::vector<Medium> wanted) {
    pair_equal(wanted);
    pair_similar(wanted);
    collect_people();
    for (const Medium& each : wanted) add(each);
    for (std::size_t i = 0; i < held_.size(); ++i)
      if (!paired(i)) remove(held_[i]);
  }

 private:
  [[nodiscard]] bool paired(std::size_t index) const {
    return std::ranges::find(paired_, index) != paired_.end();
  }

  template <class Suits>
  std::optional<std::size_t> unpaired(const Suits& suits) const {
    for (std::size_t i = 0; i < held_.size(); ++i)
      if (!paired(i) && suits(held_[i])) return i;
    return std::nullopt;
  }

  // One contact may have the same number twice: the contactType says which one is meant.
  void pair_equal(std::vector<Medium>& wanted) {
    pair_where(wanted, [](const Medium& each, const Medium& held) {
      return is_same(each, held) && held.contact_type == lower(each.contact_type);
    });
    pair_where(wanted, is_same);
  }

  template <class Suits>
  void pair_where(std::vector<Medium>& wanted, const Suits& suits) {
    std::erase_if(wanted, [&](const Medium& each) {
      const auto found = unpaired([&](const Medium& held) { return suits(each, held); });
      if (found) paired_.push_back(*found);
      return found.has_value();
    });
  }

  // What takes the place of another of its kind changes it, so that the rest of its contact or
  // address stays.
  void pair_similar(std::vector<Medium>& wanted) {
    std::erase_if(wanted, [&](const Medium& each) {
      const auto is_kin = [&](const Medium& held) {
        return held.kind == each.kind && (held.kind != MediumKind::phone || fits(each, held.field));
      };
      auto found = unpaired([&](const Medium& held) {
        return is_kin(held) && held.contact_type == lower(each.contact_type);
      });
      if (!found) found = unpaired(is_kin);
      if (!found) return false;
      paired_.push_back(*found);
      change(held_[*found], each);
      return true;
    });
  }

  void change(const Medium& held, const Medium& wanted) {
    const PartRef ref{.mode = PartRef::Mode::known, .id = held.part};
    if (held.kind == MediumKind::address) return write_address(ref, held, wanted);
    const PartRef place = held.part.is_nil() ? PartRef{} : ref;
    writer_.edit({.field = held.field, .part = place}, Value(wanted.texts[0]), path_of(wanted));
  }

  static std::string path_of(const Medium& wanted) {
    const std::string_view member = kMediumRows[static_cast<std::size_t>(wanted.kind)].member;
    return wanted.path + std::string(member);
  }

  void write_address(const PartRef& ref, const Medium& held, const Medium& wanted) {
    const std::string type = lower(wanted.contact_type);
    if (!type.empty() && type != held.contact_type)
      writer_.edit({.field = Field::address_type, .part = ref}, Value(type),
                   wanted.path + std::string(words_of_release(writer_.release).detail_type));
    for (std::size_t i = 0; i < kPlaceRows.size(); ++i) {
      if (wanted.texts[i] == held.texts[i]) continue;
      Edit edit = Clear{};
      if (!wanted.texts[i].empty()) edit = Value(wanted.texts[i]);
      writer_.edit({kPlaceRows[i].lens, kPlaceRows[i].field, ref}, std::move(edit),
                   wanted.path + std::string(kPlaceRows[i].name));
    }
  }

  void collect_people() {
    for (const Uuid& part : writer_.record.parts(Section::contact))
      people_.push_back({.ref = {.mode = PartRef::Mode::known, .id = part}});
    for (const std::size_t index : paired_) {
      has_fax_ |= held_[index].kind == MediumKind::fax;
      if (held_[index].kind > MediumKind::phone) continue;
      for (Person& person : people_)
        if (person.ref.id == held_[index].part) person.taken[index_of(held_[index].field)] = true;
    }
  }

  void add(const Medium& wanted) {
    if (wanted.kind == MediumKind::fax) return add_fax(wanted);
    if (wanted.kind == MediumKind::address) {
      const PartRef ref{.mode = PartRef::Mode::fresh, .number = fresh_++};
      return write_address(ref, Medium{.contact_type = "main"}, wanted);
    }
    for (Person& person : people_)
      if (add_to(person, wanted)) return;
    people_.push_back({.ref = {.mode = PartRef::Mode::fresh, .number = fresh_++}});
    add_to(people_.back(), wanted);
  }

  bool add_to(Person& person, const Medium& wanted) {
    if (prefers_mobile(wanted) && add_at(person, Field::contact_mobile, wanted)) return true;
    if (lower(wanted.contact_type) == "additional" && wanted.kind == MediumKind::phone &&
        add_at(person, Field::contact_additional_telephone, wanted))
      return true;
    return std::ranges::any_of(kNumberRows, [&](const NumberRow& number) {
      return number.kind == wanted.kind && number.field != Field::contact_mobile &&
             add_at(person, number.field, wanted);
    });
  }

  bool add_at(Person& person, Field field, const Medium& wanted) {
    bool& taken = person.taken[index_of(field)];
    if (taken) return false;
    taken = true;
    writer_.edit({.field = field, .part = person.ref}, Value(wanted.texts[0]), path_of(wanted));
    return true;
  }

  // The record has one fax number: another one is refused, because it could not be shown again.
  void add_fax(const Medium& wanted) {
    if (has_fax_) return writer_.refuse(path_of(wanted), "must be the only fax number");
    has_fax_ = true;
    writer_.edit({.field = Field::fax}, Value(wanted.texts[0]), path_of(wanted));
  }

  // A contact that holds nothing but what is taken away goes as a whole.
  void remove(const Medium& held) {
    const PartRef ref{.mode = PartRef::Mode::known, .id = held.part};
    const std::string name = "contactMedium";
    if (held.kind == MediumKind::fax) return writer_.edit({.field = Field::fax}, Clear{}, name);
    if (held.kind == MediumKind::address)
      return writer_.edit({Lens::part, Field::address_ordinal, ref}, Clear{}, name);
    const auto person = std::ranges::find(people_, ref, &Person::ref);
    if (person->taken[index_of(held.field)]) return;  // something else has its place now
    if (is_only_numbers(held.part) && std::ranges::none_of(person->taken, std::identity{})) {
      if (std::ranges::find(removed_, held.part) == removed_.end())
        writer_.edit({Lens::part, Field::contact_ordinal, ref}, Clear{}, name);
      removed_.push_back(held.part);
      return;
    }
    writer_.edit({.field = held.field, .part = ref}, Clear{}, name);
  }

  [[nodiscard]] bool is_only_numbers(const Uuid& part) const {
    const Values::Group* group = writer_.record.values.group(Section::contact, part);
    return !group || std::ranges::all_of(*group, [](const Values::Item& item) {
      const Field field = item.first.field;
      return field == Field::contact_ordinal || field == Field::contact_type ||
             field == Field::contact_role || field == Field::contact_primary ||
             std::ranges::find(kNumberRows, field, &NumberRow::field) != kNumberRows.end();
    });
  }

  const Writer& writer_;
  std::vector<Medium> held_;
  std::vector<std::size_t> paired_;
  std::vector<Person> people_;
  std::vector<Uuid> removed_;
  bool has_fax_ = false;
  int fresh_ = 0;
};

}  // namespace

Keep write_media(const Tree* value, const Writer& writer) {
  std::vector<Medium> wanted;
  const Array none;
  const Array& elements = value && value->array() ? *value->array() : none;
  for (std::size_t i = 0; i < elements.size(); ++i)
    for (Medium& each : media_in(elements[i], writer.release)) {
      each.path = "contactMedium[" + std::to_string(i) + "]." + each.path;
      wanted.push_back(std::move(each));
    }
  MediaWriter(writer).write(std::move(wanted));
  return Keep::yes;
}

}  // namespace patchbay::doors::tmf629
