// Looking at a record: what each lens shows.
#include "record/lens.h"

#include "record/address.h"

namespace patchbay {
namespace {

std::optional<std::string_view> slot_type(PartRef::How how) {
  switch (how) {
    case PartRef::How::slot_main:
      return "main";
    case PartRef::How::slot_delivery:
      return "delivery";
    case PartRef::How::slot_billing:
      return "billing";
    case PartRef::How::none:
    case PartRef::How::known:
    case PartRef::How::or_first:
    case PartRef::How::or_new:
    case PartRef::How::fresh:
    case PartRef::How::slot_primary:
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
  if (row(field).admits.form == Admits::Form::flag) return Value{false};
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

std::optional<Uuid> locate(const Record& record, Home home, const PartRef& ref) {
  using How = PartRef::How;
  if (home == Home::customer || ref.how == How::none) return Uuid{};
  if (ref.how == How::fresh) return std::nullopt;
  if (ref.how == How::known || ref.how == How::or_first || ref.how == How::or_new) {
    if (!record.has_part(home, ref.id)) return std::nullopt;
    return ref.id;
  }
  if (ref.how == How::slot_primary) {
    const Uuid primary = record.primary(home);
    if (primary.nil()) return std::nullopt;
    return primary;
  }
  for (const Uuid& part : record.parts(home))
    if (record.text(Field::address_type, part) == slot_type(ref.how)) return part;
  return std::nullopt;
}

std::optional<Value> look(const Record& record, const Target& target) {
  const Home home = row(target.field).home;
  if (target.lens == Lens::parts) {
    if (record.parts(home).empty()) return std::nullopt;
    return Value{true};
  }
  const std::optional<Uuid> part = locate(record, home, target.part);
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

bool already(const Record& record, const Target& target, const Edit& edit) {
  const std::optional<Value> seen = look(record, target);
  const Value* wanted = std::get_if<Value>(&edit);
  const auto* text = wanted ? std::get_if<std::string>(wanted) : nullptr;
  if (!wanted || (text && text->empty())) return !seen;
  if (!seen) return false;
  if (const auto* sealed = std::get_if<Sealed>(&*seen)) return text && *text == mask(*sealed);
  return *seen == *wanted;
}

}  // namespace patchbay
