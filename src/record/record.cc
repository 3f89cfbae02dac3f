// Reading a record, and what differs between two.
#include "record/record.h"

#include <algorithm>

namespace patchbay {
namespace {

auto place(auto& items, const Path& path) {
  return std::lower_bound(items.begin(), items.end(), path,
                          [](const Values::Item& item, const Path& at) { return item.first < at; });
}

template <class T>
T as(const Value* value) {
  const T* held = value ? std::get_if<T>(value) : nullptr;
  return held ? *held : T{};
}

}  // namespace

const Value* Values::find(const Path& path) const {
  const auto at = place(items_, path);
  return at != items_.end() && at->first == path ? &at->second : nullptr;
}

void Values::set(const Path& path, Value value) {
  // Readers of stored values come in order.
  if (items_.empty() || items_.back().first < path) {
    items_.emplace_back(path, std::move(value));
    return;
  }
  const auto at = place(items_, path);
  if (at != items_.end() && at->first == path)
    at->second = std::move(value);
  else
    items_.emplace(at, path, std::move(value));
}

void Values::clear(const Path& path) {
  const auto at = place(items_, path);
  if (at != items_.end() && at->first == path) items_.erase(at);
}

std::string Record::text(Field field, const Uuid& part) const {
  return as<std::string>(find(field, part));
}

std::int64_t Record::whole(Field field, const Uuid& part) const {
  return as<std::int64_t>(find(field, part));
}

bool Record::flag(Field field, const Uuid& part) const { return as<bool>(find(field, part)); }

Field ordinal_field(Home home) {
  return home == Home::address ? Field::address_ordinal : Field::contact_ordinal;
}

Field primary_field(Home home) {
  return home == Home::address ? Field::address_primary : Field::contact_primary;
}

std::vector<Uuid> Record::parts(Home home) const {
  std::vector<std::pair<std::int64_t, Uuid>> found;
  for (const auto& [path, value] : values)
    if (path.field == ordinal_field(home)) found.emplace_back(as<std::int64_t>(&value), path.part);
  std::sort(found.begin(), found.end());
  std::vector<Uuid> out;
  out.reserve(found.size());
  for (const auto& entry : found) out.push_back(entry.second);
  return out;
}

bool Record::has_part(Home home, const Uuid& part) const {
  return find(ordinal_field(home), part) != nullptr;
}

Uuid Record::primary(Home home) const {
  for (const auto& [path, value] : values)
    if (path.field == primary_field(home) && as<bool>(&value)) return path.part;
  return {};
}

Differences diff(const Values& before, const Values& after) {
  Differences out;
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
