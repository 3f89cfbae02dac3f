// Reads and writes the rows of the field.
#include "doors/tmf629/kept.h"

#include <algorithm>

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

std::optional<KeptMember> read(const std::vector<std::string>& cells) {
  if (cells.size() != 2) return std::nullopt;
  const std::size_t space = cells[0].find(' ');
  if (space == std::string::npos) return std::nullopt;
  const auto release = parse_release(std::string_view(cells[0]).substr(0, space));
  auto value = wire::json::parse(cells[1]);
  if (!release || !value) return std::nullopt;
  KeptMember out{*release, cells[0].substr(space + 1), std::move(*value)};
  return has_its_shape(out) ? std::optional(std::move(out)) : std::nullopt;
}

}  // namespace

Kept::Kept(const Record& record) {
  const Value* value = record.find(Field::extensions);
  const List* rows = value ? std::get_if<List>(value) : nullptr;
  if (!rows) return;
  for (const auto& cells : *rows) {
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
  std::erase_if(others_,
                [cell = cell_of(release, name)](const auto& cells) { return cells[0] == cell; });
  const auto found = std::ranges::find(members_, name, &KeptMember::name);
  KeptMember member{release, std::string(name), std::move(value)};
  if (found == members_.end())
    members_.push_back(std::move(member));
  else
    *found = std::move(member);
}

void Kept::drop(std::string_view name) {
  std::erase_if(members_, [&](const KeptMember& each) { return each.name == name; });
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
