// Reads and writes members of the JSON of principals, references, webhooks and outside systems.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/secret.h"
#include "base/text.h"
#include "core/call/call.h"
#include "doors/native/customers/value_json.h"
#include "wire/tree.h"

namespace patchbay::doors::native {

// Reads one member at a time and adds what is wrong to the problems.
class Member {
 public:
  Member(const std::string& key, const wire::Tree& tree, std::vector<Problem>& problems)
      : key_(key), tree_(tree), problems_(problems) {}

  void text(std::optional<std::string>& out) const {
    if (!tree_.text()) return refuse("a string");
    out = *tree_.text();
  }
  void secret(std::optional<Secret>& out) const {
    if (!tree_.text()) return refuse("a string");
    out = Secret(*tree_.text());
  }
  void flag(std::optional<bool>& out) const {
    if (!tree_.boolean()) return refuse("true or false");
    out = *tree_.boolean();
  }
  void customer(std::optional<CustomerId>& out) const {
    const auto id = tree_.number() ? parse_whole(tree_.number()->text) : std::nullopt;
    if (!id) return refuse("the id of a customer");
    out = CustomerId{*id};
  }
  // Either of them.
  void customer(std::optional<CustomerId>& id, std::optional<Uuid>& uuid) const {
    const auto number = tree_.number() ? parse_whole(tree_.number()->text) : std::nullopt;
    if (number) id = CustomerId{*number};
    if (tree_.text()) uuid = Uuid::parse(*tree_.text());
    if (!id && !uuid)
      problems_.push_back({ErrorKind::invalid, key_, "must be the id or UUID of a customer", 0});
  }
  void whole(std::optional<std::int64_t>& out) const {
    const auto number = tree_.number() ? parse_whole(tree_.number()->text) : std::nullopt;
    if (!number) return refuse("a whole number");
    out = number;
  }
  void list(std::optional<std::vector<std::string>>& out) const {
    const wire::Array* items = tree_.array();
    if (!items || !std::all_of(items->begin(), items->end(),
                               [](const wire::Tree& item) { return item.text() != nullptr; }))
      return refuse("an array of strings");
    out.emplace();
    for (const wire::Tree& item : *items) out->push_back(*item.text());
  }
  // Each role is given by name or by id.
  void roles(std::optional<std::vector<std::string>>& out) const {
    const wire::Array* items = tree_.array();
    const auto is_role = [](const wire::Tree& item) {
      return item.text() || (item.number() && parse_whole(item.number()->text));
    };
    if (!items || !std::all_of(items->begin(), items->end(), is_role))
      return refuse("an array of names or ids of roles");
    out.emplace();
    for (const wire::Tree& item : *items)
      out->push_back(item.text() ? *item.text() : item.number()->text);
  }
  void settings(std::vector<std::pair<Field, Edit>>& out) const {
    if (!tree_.object()) return refuse("an object of customer fields");
    for (const auto& [key, value] : *tree_.object()) {
      const auto field = find_field(Section::customer, key);
      const std::string name = key_ + '.' + key;
      if (!field) {
        problems_.push_back({ErrorKind::invalid, name, "is not a field of customers", 0});
        continue;
      }
      core::FieldEdit field_edit = to_edit(*field, {}, value, name);
      if (field_edit.objection)
        problems_.push_back({ErrorKind::invalid, name, *field_edit.objection, 0});
      else
        out.emplace_back(*field, std::move(field_edit.edit));
    }
  }
  [[nodiscard]] const wire::Tree& tree() const { return tree_; }
  void refuse(std::string_view what) const {
    problems_.push_back({ErrorKind::invalid, key_,
                         "must be " + std::string(what) + ", not " + std::string(tree_.kind()), 0});
  }

 private:
  const std::string& key_;
  const wire::Tree& tree_;
  std::vector<Problem>& problems_;
};

// A member that an object may have, and how it is read.
struct KnownMember {
  std::string_view key;
  std::function<void(const Member&)> read;
};

// Reads each member of an object. One that is not known is a problem.
void read_members(const wire::Object& object, std::span<const KnownMember> known,
                  std::vector<Problem>& problems);

// An array of strings.
[[nodiscard]] wire::Tree texts_json(const std::vector<std::string>& texts);
// Null for 0: a rehearsal has created nothing, so there is no id.
[[nodiscard]] wire::Tree id_json(std::int64_t id);

}  // namespace patchbay::doors::native
