// Reads and writes the rows of the field.
#include "doors/tmf629/kept.h"

#include <algorithm>

#include "doors/tmf629/characteristics.h"
#include "doors/tmf629/shapes.h"
#include "doors/tmf629/writer.h"
#include "wire/json.h"

namespace patchbay::doors::tmf629 {
namespace {

// A status is kept with the record's status that it stands for.
bool is_kept_status(const wire::Tree& value) {
  return !text_of(value, "word").empty() && !text_of(value, "while").empty();
}

bool has_its_shape(const KeptMember& member) {
  if (std::ranges::find(kFixed, member.name) != std::end(kFixed)) return false;
  if (is_name_of_secret(member.name)) return false;
  if (member.name == "status") return is_kept_status(member.value);
  const Member* row = tmf629::find(Shape::customer, member.name);
  if (!row) return true;
  std::vector<Problem> problems;
  check_member(member.value, *row, member.release, /*is_new=*/false, {}, problems);
  return problems.empty();
}

std::string cell_of(Release release, std::string_view name) {
  return std::string(row(release).name) + ' ' + std::string(name);
}

// What the first cell of a row says.
struct CellOfName {
  Release release{};
  std::string_view name;
};
std::optional<CellOfName> read_name(std::string_view cell) {
  const std::size_t space = cell.find(' ');
  if (space == cell.npos) return std::nullopt;
  const auto release = parse_release(cell.substr(0, space));
  return release ? std::optional(CellOfName{*release, cell.substr(space + 1)}) : std::nullopt;
}

}  // namespace

std::string_view name_of_cell(std::string_view cell) {
  const auto said = read_name(cell);
  return said ? said->name : std::string_view();
}

namespace {

std::optional<KeptMember> read(const std::vector<std::string>& cells) {
  const auto said = cells.size() == 2 ? read_name(cells[0]) : std::nullopt;
  if (!said) return std::nullopt;
  auto value = wire::json::parse(cells[1]);
  if (!value) return std::nullopt;
  KeptMember out{said->release, std::string(said->name), std::move(*value)};
  return has_its_shape(out) ? std::optional(std::move(out)) : std::nullopt;
}

const List& rows_of(const Record& record) {
  static const List kNone;
  const Value* value = record.find(Field::extensions);
  const List* rows = value ? std::get_if<List>(value) : nullptr;
  return rows ? *rows : kNone;
}

}  // namespace

Kept::Kept(const Record& record) {
  for (const auto& cells : rows_of(record)) {
    if (auto member = read(cells); member && !find(member->name))
      members_.push_back(std::move(*member));
    else
      others_.push_back(cells);
  }
}

const KeptMember* Kept::find(std::string_view name) const {
  const auto found = std::ranges::find(members_, name, &KeptMember::name);
  return found == members_.end() ? nullptr : &*found;
}

void Kept::set(Release release, std::string_view name, wire::Tree value) {
  drop_others(name);
  const auto found = std::ranges::find(members_, name, &KeptMember::name);
  KeptMember member{release, std::string(name), std::move(value)};
  if (found == members_.end())
    members_.push_back(std::move(member));
  else
    *found = std::move(member);
}

void Kept::drop(std::string_view name) {
  std::erase_if(members_, [&](const KeptMember& each) { return each.name == name; });
  drop_others(name);
}

void Kept::drop_others(std::string_view name) {
  std::erase_if(others_, [&](const auto& cells) {
    const auto said = cells.empty() ? std::nullopt : read_name(cells[0]);
    return said && said->name == name;
  });
}

std::optional<KeptMember> find_kept(const Record& record, std::string_view name) {
  for (const auto& cells : rows_of(record)) {
    const auto said = cells.empty() ? std::nullopt : read_name(cells[0]);
    if (!said || said->name != name) continue;
    if (auto member = read(cells)) return member;
  }
  return std::nullopt;
}

Edit Kept::edit() const {
  List rows;
  for (const KeptMember& each : members_)
    rows.push_back({cell_of(each.release, each.name), wire::json::write(each.value)});
  rows.insert(rows.end(), others_.begin(), others_.end());
  if (rows.empty()) return Clear{};
  return Value(std::move(rows));
}

}  // namespace patchbay::doors::tmf629
