// Reading through lenses: the value that each lens shows.
#include "record/lens/lens.h"

#include "record/value/address.h"

namespace patchbay {
namespace {

std::optional<std::string_view> slot_type(PartRef::Mode mode) {
  switch (mode) {
    case PartRef::Mode::slot_main:
      return "main";
    case PartRef::Mode::slot_delivery:
      return "delivery";
    case PartRef::Mode::slot_billing:
      return "billing";
    case PartRef::Mode::none:
    case PartRef::Mode::known:
    case PartRef::Mode::or_first:
    case PartRef::Mode::or_new:
    case PartRef::Mode::fresh:
    case PartRef::Mode::slot_primary:
      return std::nullopt;
  }
  return std::nullopt;
}

std::optional<Value> as_value(std::optional<std::string> text) {
  if (!text) return std::nullopt;
  return Value{std::move(*text)};
}

std::optional<Value> non_empty(std::string text) {
  if (text.empty()) return std::nullopt;
  return Value{std::move(text)};
}

std::optional<Value> look_at_field(const Record& record, Field field, const Uuid& part) {
  if (const Value* value = record.find(field, part)) return *value;
  if (row(field).rule.form == ValueRule::Form::flag) return Value{false};
  return std::nullopt;
}

std::optional<Value> status_word(const Record& record) {
  if (record.deleted()) return Value{std::string("deleted")};
  return non_empty(record.text(Field::status));
}

std::optional<Value> days_due(const Record& record) {
  const Value* value = record.find(Field::invoices_due);
  const auto* days = value ? std::get_if<std::int64_t>(value) : nullptr;
  if (!days || *days < 0) return std::nullopt;
  return *value;
}

}  // namespace

std::optional<Uuid> find_part(const Record& record, Section section, const PartRef& ref) {
  using Mode = PartRef::Mode;
  if (section == Section::customer || ref.mode == Mode::none) return Uuid{};
  if (ref.mode == Mode::fresh) return std::nullopt;
  if (ref.mode == Mode::known || ref.mode == Mode::or_first || ref.mode == Mode::or_new) {
    if (!record.has_part(section, ref.id)) return std::nullopt;
    return ref.id;
  }
  if (ref.mode == Mode::slot_primary) {
    const Uuid primary = record.primary(section);
    if (primary.is_nil()) return std::nullopt;
    return primary;
  }
  for (const Uuid& part : record.parts(section))
    if (record.text(Field::address_type, part) == slot_type(ref.mode)) return part;
  return std::nullopt;
}

std::optional<Value> value_at(const Record& record, const Target& target) {
  const Section section = row(target.field).section;
  if (target.lens == Lens::parts) {
    if (record.parts(section).empty()) return std::nullopt;
    return Value{true};
  }
  const std::optional<Uuid> part = find_part(record, section, target.part);
  if (!part) return std::nullopt;
  switch (target.lens) {
    case Lens::field:
      return look_at_field(record, target.field, *part);
    case Lens::first_line:
      return as_value(first_line(record, *part));
    case Lens::whole_text:
      return as_value(whole_text(record, *part));
    case Lens::region: {
      const std::string state = record.text(Field::address_state, *part);
      return non_empty(state.empty() ? record.text(Field::address_province, *part) : state);
    }
    case Lens::country_code: {
      const std::string written = record.text(Field::address_country, *part);
      return non_empty(country_code(written).value_or(written));
    }
    case Lens::country_name: {
      const std::string written = record.text(Field::address_country, *part);
      return non_empty(country_name(country_code(written).value_or(written)).value_or(written));
    }
    case Lens::status_word:
      return status_word(record);
    case Lens::active_word:
      return Value{std::string(record.text(Field::status) == "active" ? "active" : "suspended")};
    case Lens::zero_if_none: {
      const Value* value = record.find(target.field, *part);
      return value ? *value : Value{std::int64_t{0}};
    }
    case Lens::days_due:
      return days_due(record);
    case Lens::id:
      return Value{record.id.value};
    case Lens::uuid:
      return Value{record.uuid.text()};
    case Lens::version:
      return Value{record.version};
    case Lens::part:
      return Value{true};
    case Lens::enterprise:
    case Lens::parts:
      return std::nullopt;
  }
  return std::nullopt;
}

bool would_change_nothing(const Record& record, const Target& target, const Edit& edit) {
  const std::optional<Value> seen = value_at(record, target);
  const Value* wanted = std::get_if<Value>(&edit);
  const auto* text = wanted ? std::get_if<std::string>(wanted) : nullptr;
  if (!wanted || (text && text->empty())) return !seen;
  if (!seen) return false;
  if (const auto* sealed = std::get_if<SealedSecret>(&*seen)) return text && *text == mask(*sealed);
  return *seen == *wanted;
}

}  // namespace patchbay
