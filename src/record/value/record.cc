// Reading a record, and comparing two.
#include "record/value/record.h"

#include <algorithm>

namespace patchbay {
namespace {

// Capacity that is enough for the values of most customers and parts.
constexpr std::size_t kUsualCustomerValues = 32;
constexpr std::size_t kUsualPartValues = 8;

// Sort key of a group.
struct Part {
  Section section;
  Uuid part;
  explicit Part(Section of, const Uuid& id) : section(of), part(id) {}
  explicit Part(const Path& path) : Part(section_of(path.field), path.part) {}
  auto operator<=>(const Part&) const = default;
};

auto place(auto& groups, const Part& part) {
  return std::lower_bound(
      groups.begin(), groups.end(), part,
      [](const Values::Group& group, const Part& at) { return Part(group.front().first) < at; });
}

bool is_there(const auto& groups, auto at, const Part& part) {
  return at != groups.end() && Part(at->front().first) == part;
}

auto place(auto& group, Field field) {
  return std::lower_bound(
      group.begin(), group.end(), field,
      [](const Values::Item& item, Field wanted) { return item.first.field < wanted; });
}

template <class T>
T as(const Value* value) {
  const T* held = value ? std::get_if<T>(value) : nullptr;
  return held ? *held : T{};
}

}  // namespace

const Values::Group* Values::group(Section section, const Uuid& part) const {
  const auto at = place(groups(), Part(section, part));
  return is_there(groups(), at, Part(section, part)) ? &*at : nullptr;
}

const Value* Values::find(const Path& path) const {
  const Group* const found = group(section_of(path.field), path.part);
  if (!found) return nullptr;
  const auto at = place(*found, path.field);
  return at != found->end() && at->first.field == path.field ? &at->second : nullptr;
}

void Values::set(const Path& path, Value value) {
  const Part part(path);
  std::vector<Group>& groups = groups_.change();
  // Stored values arrive in order, so the last group is tried first.
  auto group = !groups.empty() && Part(groups.back().front().first) == part
                   ? std::prev(groups.end())
                   : place(groups, part);
  if (!is_there(groups, group, part)) {
    group = groups.emplace(group);
    group->reserve(part.section == Section::customer ? kUsualCustomerValues : kUsualPartValues);
  }
  const auto at = group->empty() || group->back().first.field < path.field
                      ? group->end()
                      : place(*group, path.field);
  if (at != group->end() && at->first.field == path.field) {
    at->second = std::move(value);
    return;
  }
  group->emplace(at, path, std::move(value));
  ++size_;
}

void Values::clear(const Path& path) {
  if (!find(path)) return;
  std::vector<Group>& groups = groups_.change();
  const auto group = place(groups, Part(path));
  group->erase(place(*group, path.field));
  --size_;
  if (group->empty()) groups.erase(group);
}

void Values::clear_part(Section section, const Uuid& part) {
  const Group* const found = group(section, part);
  if (!found) return;
  size_ -= found->size();
  std::vector<Group>& groups = groups_.change();
  groups.erase(place(groups, Part(section, part)));
}

std::string Record::text(Field field, const Uuid& part) const {
  return as<std::string>(find(field, part));
}

std::int64_t Record::whole(Field field, const Uuid& part) const {
  return as<std::int64_t>(find(field, part));
}

bool Record::flag(Field field, const Uuid& part) const { return as<bool>(find(field, part)); }

Field ordinal_field(Section section) {
  return section == Section::address ? Field::address_ordinal : Field::contact_ordinal;
}

Field primary_field(Section section) {
  return section == Section::address ? Field::address_primary : Field::contact_primary;
}

std::vector<Uuid> Record::parts(Section section) const {
  std::vector<std::pair<std::int64_t, Uuid>> found;
  for (const Values::Group& group : values.groups()) {
    // The ordinal is the first field of a part.
    const auto& [path, value] = group.front();
    if (path.field == ordinal_field(section))
      found.emplace_back(as<std::int64_t>(&value), path.part);
  }
  std::sort(found.begin(), found.end());
  std::vector<Uuid> out;
  out.reserve(found.size());
  for (const auto& entry : found) out.push_back(entry.second);
  return out;
}

std::size_t Record::count_parts(Section section) const {
  return static_cast<std::size_t>(
      std::ranges::count_if(values.groups(), [&](const Values::Group& group) {
        return group.front().first.field == ordinal_field(section);
      }));
}

bool Record::has_part(Section section, const Uuid& part) const {
  return find(ordinal_field(section), part) != nullptr;
}

Uuid Record::primary(Section section) const {
  for (const Values::Group& group : values.groups()) {
    const Path path{primary_field(section), group.front().first.part};
    if (section_of(group.front().first.field) != section) continue;
    const auto at = place(group, path.field);
    if (at != group.end() && at->first == path && as<bool>(&at->second)) return path.part;
  }
  return {};
}

Differences diff(const Values& before, const Values& after) {
  Differences out;
  if (before.empty()) out.reserve(after.size());
  auto a = before.begin();
  auto b = after.begin();
  while (a != before.end() || b != after.end()) {
    if (b == after.end() || (a != before.end() && a->first < b->first)) {
      out.push_back({a->first, a->second, std::nullopt});
      ++a;
    } else if (a == before.end() || b->first < a->first) {
      out.push_back({b->first, std::nullopt, b->second});
      ++b;
    } else {
      if (a->second != b->second) out.push_back({a->first, a->second, b->second});
      ++a;
      ++b;
    }
  }
  return out;
}

void apply(Values& values, const Differences& differences) {
  for (const Difference& difference : differences) {
    if (difference.after)
      values.set(difference.path, *difference.after);
    else
      values.clear(difference.path);
  }
}

}  // namespace patchbay
