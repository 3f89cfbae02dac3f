// Reads and writes the rows of the field.
#include "doors/tmf629/kept.h"

#include <algorithm>

#include "wire/json.h"

namespace patchbay::doors::tmf629 {
namespace {

std::optional<KeptMember> read(const std::vector<std::string>& cells) {
  if (cells.size() != 2) return std::nullopt;
  const std::size_t space = cells[0].find(' ');
  if (space == std::string::npos) return std::nullopt;
  const auto release = parse_release(std::string_view(cells[0]).substr(0, space));
  auto value = wire::json::parse(cells[1]);
  if (!release || !value) return std::nullopt;
  return KeptMember{*release, cells[0].substr(space + 1), std::move(*value)};
}

}  // namespace

Kept::Kept(const Record& record) {
  const Value* value = record.find(Field::extensions);
  const List* rows = value ? std::get_if<List>(value) : nullptr;
  if (!rows) return;
  for (const auto& cells : *rows) {
    if (auto member = read(cells))
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
  List rows = others_;
  for (const KeptMember& each : members_)
    rows.push_back(
        {std::string(row(each.release).name) + ' ' + each.name, wire::json::write(each.value)});
  if (rows.empty()) return Clear{};
  return Value(std::move(rows));
}

}  // namespace patchbay::doors::tmf629
