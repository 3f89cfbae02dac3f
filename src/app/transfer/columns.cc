// Finds columns by canonical names, by the spellings of doors, and by what the command line says.
#include "app/transfer/columns.h"

#include <algorithm>
#include <set>

#include "base/nearest.h"
#include "base/text.h"
#include "doors/door.h"

namespace patchbay::app {
namespace {

using Kind = Column::Kind;

constexpr std::size_t kWrongShown = 20;
constexpr std::string_view kLinks = "links/";

struct Special {
  std::string_view name;
  Kind kind;
};
constexpr Special kSpecial[] = {{"uuid", Kind::uuid},       {"id", Kind::id},
                                {"parent", Kind::parent},   {"version", Kind::version},
                                {"addresses", Kind::parts}, {"contacts", Kind::parts}};

struct Slot {
  std::string_view name;
  Section section;
  PartRef::Mode mode;
};
constexpr Slot kSlots[] = {{"main", Section::address, PartRef::Mode::slot_main},
                           {"delivery", Section::address, PartRef::Mode::slot_delivery},
                           {"billing", Section::address, PartRef::Mode::slot_billing},
                           {"primary", Section::contact, PartRef::Mode::slot_primary}};

std::optional<PartRef> find_part_named(Section section, std::string_view name) {
  for (const Slot& each : kSlots)
    if (each.section == section && each.name == name) return PartRef{.mode = each.mode};
  if (const auto id = Uuid::parse(name)) return PartRef{.mode = PartRef::Mode::or_new, .id = *id};
  return std::nullopt;
}

// "addresses/main/city"
std::optional<Column> find_part_field(std::string_view name) {
  const auto pieces = split(name, '/');
  if (pieces.size() != 3) return std::nullopt;
  for (const Section section : {Section::address, Section::contact}) {
    if (pieces[0] != word(section)) continue;
    const auto part = find_part_named(section, pieces[1]);
    const auto field = find_field(section, pieces[2]);
    if (!part || !field || row(*field).sensitivity == Sensitivity::server) return std::nullopt;
    return Column{.kind = Kind::field, .target = {.field = *field, .part = *part}};
  }
  return std::nullopt;
}

std::optional<Column> find_canonical(std::string_view name) {
  for (const Special& each : kSpecial) {
    if (each.name != name) continue;
    const Field field = name == "contacts" ? Field::contact_type : Field::address_type;
    return Column{.kind = each.kind, .target = {.lens = Lens::parts, .field = field}};
  }
  if (const auto system = linked_system(name)) return Column{.kind = Kind::link, .system = *system};
  const auto field = find_field(Section::customer, name);
  if (field && row(*field).sensitivity != Sensitivity::server)
    return Column{.kind = Kind::field, .target = {.field = *field}};
  return find_part_field(name);
}

// "contact." for the table of a part of the customer; empty for the customer's own.
std::string prefix_of(const doors::SpellingTable& table) {
  const std::string name = table.title.substr(0, table.title.find('['));
  const bool is_member = !name.empty() && name.find(' ') == std::string::npos &&
                         name.front() >= 'a' && name.front() <= 'z';
  return is_member ? name + '.' : std::string();
}

Column column_of(doors::Spelling spelling) {
  Column out{.kind = Kind::spelled, .target = spelling.target};
  PartRef& part = out.target.part;
  const Section section = section_of(out.target.field);
  if (part.mode == PartRef::Mode::none && section == Section::address)
    part.mode = PartRef::Mode::slot_main;
  if (part.mode == PartRef::Mode::none && section == Section::contact)
    part.mode = PartRef::Mode::slot_primary;
  if (out.target.lens == Lens::uuid) out.kind = Kind::uuid;
  if (out.target.lens == Lens::id) out.kind = Kind::id;
  if (out.target.lens == Lens::version) out.kind = Kind::version;
  if (out.target.lens == Lens::field && out.target.field == Field::parent) out.kind = Kind::parent;
  spelling.target = out.target;
  // A field that the door only shows is written as the others are.
  spelling.format.read_only = false;
  out.spelling = spelling;
  return out;
}

const doors::Door* find_door(std::string_view name) {
  for (const doors::Door* each : doors::all_doors())
    if (each->name == name && each->tables) return each;
  return nullptr;
}

std::optional<Column> find_spelled(const doors::Door& door, std::string_view name) {
  for (const doors::SpellingTable& table : door.tables())
    for (const doors::Spelling& each : table.rows) {
      // A cell of a list is not a separate value.
      if (row(each.target.field).rule.form == ValueRule::Form::pairs) continue;
      if (prefix_of(table) + std::string(each.name) == name) return column_of(each);
    }
  return std::nullopt;
}

std::string target_text(const Column& column) {
  const Target& target = column.target;
  switch (column.kind) {
    case Kind::ignored:
      return "(ignored)";
    case Kind::uuid:
      return "uuid";
    case Kind::id:
      return "id";
    case Kind::parent:
      return "parent";
    case Kind::version:
      return "version";
    case Kind::link:
      return std::string(kLinks) + std::to_string(column.system);
    case Kind::parts:
      return std::string(word(section_of(target.field)));
    case Kind::field:
    case Kind::spelled:
      break;
  }
  const FieldRow& field = row(target.field);
  if (field.section == Section::customer) return std::string(field.key);
  std::string part = target.part.id.text();
  for (const Slot& each : kSlots)
    if (each.mode == target.part.mode) part = each.name;
  return std::string(word(field.section)) + '/' + part + '/' + std::string(field.key);
}

std::vector<std::string_view> known_names() {
  std::vector<std::string_view> out;
  for (const Special& each : kSpecial) out.push_back(each.name);
  for (const FieldRow& each : field_rows(Section::customer))
    if (each.sensitivity != Sensitivity::server) out.push_back(each.key);
  return out;
}

}  // namespace

std::optional<std::int64_t> linked_system(std::string_view name) {
  if (!name.starts_with(kLinks)) return std::nullopt;
  const auto number = parse_whole(name.substr(kLinks.size()));
  return number && *number > 0 ? number : std::nullopt;
}

std::string Column::meaning() const { return target_text(*this); }

std::expected<ColumnFinder, std::string> ColumnFinder::make(ColumnOptions options) {
  if (!options.door.empty() && !find_door(options.door)) {
    std::vector<std::string> names;
    for (const doors::Door* each : doors::all_doors())
      if (each->tables) names.emplace_back(each->name);
    return std::unexpected("--names is " + options.door + ", and must be one of " +
                           join(names, ", "));
  }
  ColumnFinder out(std::move(options));
  for (const auto& [column, field] : out.options_.mapped)
    if (!find_canonical(field) &&
        !(find_door(out.options_.door) && find_spelled(*find_door(out.options_.door), field)))
      return std::unexpected("--map gives the column " + column + " to " + field +
                             ", which is no field: " + out.unknown(field));
  return out;
}

std::optional<Column> ColumnFinder::find(std::string_view name) const {
  const std::string_view plain = trim(name);
  const auto finished = [&](Column column) {
    column.name = std::string(name);
    if (const auto values = options_.values.find(plain); values != options_.values.end())
      column.values = values->second;
    return std::optional(std::move(column));
  };
  if (plain == kLineColumn || plain == kFaultColumn ||
      std::ranges::find(options_.ignored, plain) != options_.ignored.end())
    return finished({});
  const auto mapped = options_.mapped.find(std::string(plain));
  const std::string wanted = mapped == options_.mapped.end() ? std::string(plain) : mapped->second;
  const doors::Door* const door = find_door(options_.door);
  for (const std::string& spelled : {wanted, lower(wanted)}) {
    if (door)
      if (auto found = find_spelled(*door, spelled)) return finished(std::move(*found));
    if (auto found = find_canonical(spelled)) return finished(std::move(*found));
  }
  return std::nullopt;
}

std::string ColumnFinder::unknown(std::string_view name) const {
  const std::string quoted = "\"" + std::string(name) + "\"";
  for (const doors::Door* each : doors::all_doors())
    if (each->tables && each->name != options_.door && find_spelled(*each, trim(name)))
      return quoted + " is a name of the door " + std::string(each->name) + ": say --names " +
             std::string(each->name) + ", or --map or --ignore this column";
  const auto known = known_names();
  const std::string_view near = nearest(trim(name), known);
  return quoted + " is the name of no field" +
         (near.empty() ? "" : "; the nearest is " + std::string(near)) +
         ": say --map COLUMN=FIELD, or --ignore COLUMN";
}

std::expected<std::vector<Column>, std::vector<std::string>> ColumnFinder::find_all(
    const std::vector<std::string>& names) const {
  std::vector<Column> out;
  std::vector<std::string> wrong;
  const auto is_enough = [&] { return wrong.size() >= kWrongShown; };
  std::set<std::string, std::less<>> seen;
  std::map<std::string, std::string, std::less<>> meanings;  // to the column that has it
  for (const std::string& name : names) {
    if (is_enough()) break;
    auto column = find(name);
    if (!column) {
      wrong.push_back("the column " + unknown(name));
      continue;
    }
    if (!seen.insert(name).second)
      wrong.push_back("the column \"" + name + "\" stands twice");
    else if (column->kind != Kind::ignored)
      if (const auto [at, is_new] = meanings.emplace(column->meaning(), name); !is_new)
        wrong.push_back("the columns \"" + at->second + "\" and \"" + name + "\" are both " +
                        at->first + ": say --ignore for one of them");
    out.push_back(std::move(*column));
  }
  std::set<std::string_view> there;
  for (const std::string& each : names) there.insert(trim(each));
  const auto must_be_there = [&](const std::string& option, const std::string& name) {
    if (!is_enough() && !there.contains(name))
      wrong.push_back(option + " names the column \"" + name + "\", which is not in the file");
  };
  for (const auto& [column, field] : options_.mapped) must_be_there("--map", column);
  for (const auto& [column, values] : options_.values) must_be_there("--value", column);
  for (const std::string& column : options_.ignored) must_be_there("--ignore", column);
  if (!wrong.empty()) return std::unexpected(std::move(wrong));
  return out;
}

}  // namespace patchbay::app
