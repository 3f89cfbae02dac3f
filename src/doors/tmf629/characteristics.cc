// Shows and writes characteristics.
#include "doors/tmf629/characteristics.h"

#include <algorithm>

#include "base/text.h"
#include "base/utf8.h"
#include "record/field/field.h"
#include "wire/json.h"

namespace patchbay::doors::tmf629 {
namespace {

using Form = ValueRule::Form;
using wire::Array;
using wire::Object;
using wire::Tree;

constexpr std::size_t kCustomMax = 100;
constexpr std::size_t kCellMax = 255;

// What other members show, or the door alone uses.
constexpr Field kShownElsewhere[] = {
    Field::parent,       Field::hash,        Field::name,          Field::status,
    Field::deleted,      Field::type,        Field::account,       Field::fax,
    Field::payment_type, Field::description, Field::custom_fields, Field::extensions,
};

Tree to_json(const Value& value) {
  if (const auto* flag = std::get_if<bool>(&value)) return Tree(*flag);
  if (const auto* whole = std::get_if<std::int64_t>(&value)) return Tree(*whole);
  if (const auto* decimal = std::get_if<Decimal>(&value))
    return Tree(wire::Number{decimal->text()});
  if (const auto* text = std::get_if<std::string>(&value)) return Tree(*text);
  Array items;
  if (const auto* list = std::get_if<List>(&value))
    for (const auto& cells : *list) items.emplace_back(wire::Number{cells.front()});
  return Tree(std::move(items));
}

// The value that an element gives a field, or nothing if it is of another kind. A number or a flag
// may stand in a string.
std::optional<Value> to_value(Field field, const Tree& tree) {
  const std::string* text = tree.text();
  const std::string* number = tree.number() ? &tree.number()->text : text;
  switch (row(field).rule.form) {
    case Form::flag:
      if (tree.boolean()) return Value(*tree.boolean());
      if (text && (*text == "true" || *text == "false")) return Value(*text == "true");
      return std::nullopt;
    case Form::whole:
    case Form::reference:
    case Form::customer:
      if (const auto whole = number ? parse_whole(*number) : std::nullopt) return Value(*whole);
      return std::nullopt;
    case Form::decimal:
      if (!number) return std::nullopt;
      if (const auto decimal = Decimal::parse(*number)) return Value(*decimal);
      return std::nullopt;
    case Form::wholes: {
      // v3 has texts only.
      const auto parsed = text ? wire::json::parse(*text) : std::expected<Tree, ParseError>(tree);
      if (!parsed || !parsed->array()) return std::nullopt;
      List rows;
      for (const Tree& item : *parsed->array()) {
        if (!item.number()) return std::nullopt;
        rows.push_back({item.number()->text});
      }
      return Value(std::move(rows));
    }
    default:
      return text ? std::optional<Value>(*text) : std::nullopt;
  }
}

std::optional<Field> field_of(std::string_view name) {
  const auto& fields = characteristic_fields();
  const auto found = std::ranges::find(fields, name, [](Field field) { return row(field).key; });
  return found == fields.end() ? std::nullopt : std::optional(*found);
}

// Why a characteristic of this name is refused, or nothing.
std::optional<std::string> objection_to(std::string_view name) {
  if (is_name_of_secret(name)) return std::string(kIsSecret);
  const auto field = find_field(Section::customer, lower(name));
  if (field && row(*field).sensitivity == Sensitivity::server)
    return "is the server's own and cannot be changed";
  return std::nullopt;
}

// Whether a custom field of this name is left to the other doors, and not shown: it would be
// mistaken for a field, or could not be written back.
bool is_left_to_others(std::string_view name) {
  return find_field(Section::customer, name).has_value() || objection_to(name).has_value();
}

// The rows of the custom fields that are shown, or the others.
List custom_rows(const Record& record, bool shown) {
  const Value* value = record.find(Field::custom_fields);
  const List* rows = value ? std::get_if<List>(value) : nullptr;
  List out;
  for (const auto& cells : rows ? *rows : List{})
    if (is_left_to_others(cells[0]) != shown) out.push_back(cells);
  return out;
}

// How many custom fields the array of a record can hold.
std::size_t custom_max(const Record& record) {
  return kCustomMax - std::min(kCustomMax, custom_rows(record, /*shown=*/false).size());
}

// Whether a custom field can hold the text. Its value may be empty, its name may not.
bool is_cell(std::string_view text) {
  return is_plain_text(text) && utf8::length(text) <= kCellMax;
}

// One fact: a field with its value, or a custom field.
struct Fact {
  std::optional<Field> field{};
  Value value;        // of the field
  std::string key{};  // of the custom field
  std::string text{};

  [[nodiscard]] bool is_same(const Fact& other) const {
    return field == other.field && value == other.value && key == other.key && text == other.text;
  }
};

std::optional<Fact> fact_in(const Tree& element) {
  const std::string name = text_of(element, "name");
  const Tree* value = element.find("value");
  if (name.empty() || !value) return std::nullopt;
  if (const auto field = field_of(name)) {
    auto read = to_value(*field, *value);
    if (!read) return std::nullopt;
    return Fact{.field = field, .value = std::move(*read)};
  }
  if (is_left_to_others(name) || !value->text() || !is_cell(name) || !is_cell(*value->text()))
    return std::nullopt;
  return Fact{.value = {}, .key = name, .text = *value->text()};
}

std::vector<Fact> facts_of(const Record& record) {
  std::vector<Fact> out;
  for (const Field field : characteristic_fields())
    if (const Value* value = record.find(field)) out.push_back({.field = field, .value = *value});
  for (const auto& cells : custom_rows(record, /*shown=*/true))
    out.push_back({.value = {}, .key = cells[0], .text = cells[1]});
  return out;
}

std::string_view value_type(const Tree& value) {
  if (value.boolean()) return "boolean";
  if (value.array()) return "array";
  if (value.object()) return "object";
  if (!value.number()) return "string";
  return parse_whole(value.number()->text) ? "integer" : "number";
}

Tree to_element(const Fact& fact, Release release) {
  Tree value = fact.field ? to_json(fact.value) : Tree(fact.text);
  Object out;
  if (release == Release::v5) out.emplace_back("@type", characteristic_type(value));
  out.emplace_back("name", fact.field ? row(*fact.field).key : std::string_view(fact.key));
  out.emplace_back("valueType", value_type(value));
  out.emplace_back("value", std::move(value));
  return out;
}

// Reads the array: fields are written at once, custom fields are collected.
class CharacteristicReader {
 public:
  explicit CharacteristicReader(const Writer& writer)
      : writer_(writer), custom_max_(custom_max(writer.record)) {}

  void element(const Tree& tree, const std::string& path) {
    const std::string name = text_of(tree, "name");
    const Tree* value = tree.find("value");
    if (auto objection = objection_to(name))
      return writer_.refuse(path + ".name", *std::move(objection));
    if (const auto field = field_of(name); field && value) return write_field(*field, *value, path);
    const auto fact = fact_in(tree);
    const auto known = [&](const auto& cells) { return cells[0] == name; };
    if (fact && custom_.size() < custom_max_ && std::ranges::none_of(custom_, known))
      custom_.push_back({fact->key, fact->text});
  }

  void finish() {
    if (custom_ != custom_rows(writer_.record, /*shown=*/true)) {
      const List others = custom_rows(writer_.record, /*shown=*/false);
      custom_.insert(custom_.end(), others.begin(), others.end());
      Edit edit = Clear{};
      if (!custom_.empty()) edit = Value(custom_);
      writer_.edit({.field = Field::custom_fields}, std::move(edit), "characteristic");
    }
    if (!writer_.is_whole) return;
    for (const Fact& fact : facts_of(writer_.record))
      if (fact.field && std::ranges::find(fields_, *fact.field) == fields_.end())
        writer_.edit({.field = *fact.field}, Clear{},
                     "characteristic " + std::string(row(*fact.field).key));
  }

 private:
  void write_field(Field field, const Tree& value, const std::string& path) {
    if (std::ranges::find(fields_, field) != fields_.end())
      return writer_.refuse(path + ".name", "must not repeat an earlier one");
    fields_.push_back(field);
    const std::string name = path + ".value";
    if (value.is_null()) return writer_.edit({.field = field}, Clear{}, name);
    auto read = to_value(field, value);
    if (!read) return writer_.refuse(name, "must be " + allowed(row(field).rule));
    if (const Value* held = writer_.record.find(field); held && *held == *read) return;
    writer_.edit({.field = field}, std::move(*read), name);
  }

  const Writer& writer_;
  std::size_t custom_max_;
  std::vector<Field> fields_;
  List custom_;
};

}  // namespace

const std::vector<Field>& characteristic_fields() {
  static const std::vector<Field> kFields = [] {
    std::vector<Field> out;
    const auto rows = field_rows(Section::customer);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const auto field = static_cast<Field>(i);
      const bool shown = std::ranges::find(kShownElsewhere, field) != std::end(kShownElsewhere);
      if (!shown && !rows[i].secret() && rows[i].sensitivity != Sensitivity::server)
        out.push_back(field);
    }
    return out;
  }();
  return kFields;
}

bool is_name_of_secret(std::string_view name) {
  const auto field = find_field(Section::customer, lower(name));
  return field && row(*field).secret();
}

std::string_view characteristic_type(const Tree& value) {
  if (value.boolean()) return "BooleanCharacteristic";
  if (value.object()) return "ObjectCharacteristic";
  if (value.number())
    return parse_whole(value.number()->text) ? "IntegerCharacteristic" : "NumberCharacteristic";
  const Array* items = value.array();
  if (!items) return "StringCharacteristic";
  const auto all = [&](auto is) { return std::ranges::all_of(*items, is); };
  if (all([](const Tree& item) { return item.text() != nullptr; }))
    return "StringArrayCharacteristic";
  if (all([](const Tree& item) { return item.boolean() != nullptr; }))
    return "BooleanArrayCharacteristic";
  if (all([](const Tree& item) { return item.number() && parse_whole(item.number()->text); }))
    return "IntegerArrayCharacteristic";
  if (all([](const Tree& item) { return item.number() != nullptr; }))
    return "NumberArrayCharacteristic";
  return all([](const Tree& item) { return item.object() != nullptr; })
             ? "ObjectArrayCharacteristic"
             : "Characteristic";
}

std::optional<Tree> show_characteristics(const Record& record, const Tree* kept, Release release) {
  std::vector<Fact> held = facts_of(record);
  Array out;
  const Array none;
  std::vector<std::string> seen;
  const std::size_t seen_max = custom_max(record);
  for (const Tree& element : kept && kept->array() ? *kept->array() : none) {
    const std::string name = text_of(element, "name");
    const auto fact = fact_in(element);
    if (!fact && field_of(name)) continue;  // it took the value away
    if (objection_to(name)) continue;       // another door wrote it
    // The record has one value for a key, and not more keys than this.
    const bool is_further =
        fact && !fact->field &&
        (seen.size() >= seen_max || std::ranges::find(seen, fact->key) != seen.end());
    if (fact && !is_further) {
      const auto found =
          std::ranges::find_if(held, [&](const Fact& each) { return fact->is_same(each); });
      if (!fact->field) seen.push_back(fact->key);
      if (found == held.end()) continue;
      held.erase(found);
    }
    out.push_back(element);
  }
  for (const Fact& each : held) out.push_back(to_element(each, release));
  if (out.empty() && !kept) return std::nullopt;
  return Tree(std::move(out));
}

Keep write_characteristics(const Tree* value, const Writer& writer) {
  CharacteristicReader reader(writer);
  const Array none;
  const Array& elements = value && value->array() ? *value->array() : none;
  for (std::size_t i = 0; i < elements.size(); ++i)
    reader.element(elements[i], "characteristic[" + std::to_string(i) + ']');
  reader.finish();
  return Keep::yes;
}

}  // namespace patchbay::doors::tmf629
