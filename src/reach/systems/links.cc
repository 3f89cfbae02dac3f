// Matches by values that occur once on each side.
#include "reach/systems/links.h"

#include <algorithm>
#include <set>
#include <unordered_map>

#include "base/case_fold.h"
#include "base/text.h"

namespace patchbay::reach {
namespace {

// The customers of one side that have a value, by the number of the key and the value.
using Owners = std::unordered_map<std::string, std::vector<std::size_t>>;

std::string slot_of(std::size_t key, const std::string& value) {
  return std::to_string(key) + ' ' + value;
}

Owners owners_of(std::span<const Keys> customers) {
  Owners out;
  for (std::size_t i = 0; i < customers.size(); ++i)
    for (std::size_t key = 0; key < customers[i].size(); ++key)
      if (!customers[i][key].empty()) out[slot_of(key, customers[i][key])].push_back(i);
  return out;
}

// Those of the other side that share a value, and whether a value has several owners on a side.
struct Candidates {
  std::set<std::size_t> found;
  bool is_shared = false;
};

Candidates candidates(const Keys& keys, const Owners& own, const Owners& others) {
  Candidates out;
  for (std::size_t key = 0; key < keys.size(); ++key) {
    if (keys[key].empty()) continue;
    const std::string slot = slot_of(key, keys[key]);
    const auto there = others.find(slot);
    if (there == others.end()) continue;
    out.found.insert(there->second.begin(), there->second.end());
    const auto here = own.find(slot);
    if (here != own.end() && here->second.size() > 1) out.is_shared = true;
  }
  return out;
}

struct SubjectText {
  std::string operator()(const core::Oneself&) const { return {}; }
  std::string operator()(CustomerId id) const { return std::to_string(id.value); }
  std::string operator()(const Uuid& uuid) const { return uuid.text(); }
  std::string operator()(const core::ChildNamed& child) const { return child.name; }
  std::string operator()(const core::CustomerMatching&) const { return {}; }
};

}  // namespace

Matching match(std::span<const Keys> ours, std::span<const Keys> theirs) {
  Matching out;
  const Owners here = owners_of(ours);
  const Owners there = owners_of(theirs);
  for (std::size_t i = 0; i < ours.size(); ++i) {
    const Candidates forth = candidates(ours[i], here, there);
    if (forth.found.empty()) continue;
    const std::size_t only = *forth.found.begin();
    const Candidates back = candidates(theirs[only], there, here);
    if (forth.found.size() == 1 && back.found.size() == 1 && !forth.is_shared && !back.is_shared)
      out.pairs.emplace_back(i, only);
    else
      out.ambiguous.push_back(i);
  }
  return out;
}

bool share_value(const Keys& one, const Keys& other) {
  for (std::size_t i = 0; i < std::min(one.size(), other.size()); ++i)
    if (!one[i].empty() && one[i] == other[i]) return true;
  return false;
}

std::size_t count_sharing(std::span<const Keys> all, const Keys& one) {
  return static_cast<std::size_t>(
      std::ranges::count_if(all, [&](const Keys& each) { return share_value(one, each); }));
}

std::string key_text(const std::optional<Value>& value) {
  if (!value) return {};
  if (const auto* text = std::get_if<std::string>(&*value)) return caseless(trim(*text));
  return describe(*value);
}

std::string subject_text(const core::Subject& subject) {
  return std::visit(SubjectText{}, subject);
}

core::Subject parse_subject(const std::string& text, bool by_name) {
  if (by_name) return core::ChildNamed{text};
  if (const auto number = parse_whole(text)) return CustomerId{*number};
  if (const auto uuid = Uuid::parse(text)) return *uuid;
  return core::ChildNamed{text};
}

}  // namespace patchbay::reach
