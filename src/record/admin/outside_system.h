// Outside systems: servers that hold copies of customers and are kept in step. A store keeps each
// as a reference, so that history, seals, copies and backups hold it like the others.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "record/admin/reference.h"

namespace patchbay {

// The kinds of members, as the words that stand in system_members.def.
// NOLINTBEGIN(readability-identifier-naming)
namespace system_kinds {
using text = std::string;
using whole = std::int64_t;
using flag = bool;
using texts = std::vector<std::string>;
}  // namespace system_kinds
// NOLINTEND(readability-identifier-naming)

struct OutsideSystem {
#define SYSTEM_MEMBER(key, kind, place, is_required, standard, max, meaning) \
  system_kinds::kind key = standard;
#include "record/admin/system_members.def"
#undef SYSTEM_MEMBER
  // Names of fields, and whose value counts: see system_owners.def.
  std::vector<std::pair<std::string, std::string>> fields{};
  // What a new customer there is given: keys of fields, and their values as JSON.
  std::vector<std::pair<std::string, std::string>> fresh{};

  std::int64_t id = 0;
  std::int64_t principal = 0;  // whose rights it has: of who changed it last
  std::string secret{};        // the password or key, sealed
  Version version = 0;
  bool deleted = false;
  bool operator==(const OutsideSystem&) const = default;

  static constexpr std::size_t kMax = 50;         // of one store
  static constexpr std::size_t kFieldsMax = 200;  // of `fields` and of `fresh`
  static constexpr std::size_t kSecretMax = 4096;
  // The number of its destination while it is watched. Webhooks, which are counted apart, have
  // theirs above 0.
  [[nodiscard]] static std::int64_t destination(std::int64_t id) { return -id; }
  // What the sealed secret is bound to.
  [[nodiscard]] static std::string bound(std::int64_t id) { return "system " + std::to_string(id); }
};

// A row of system_members.def.
struct SystemMember {
  enum class Kind : std::uint8_t { text, whole, flag, texts };
  enum class Place : std::uint8_t { everywhere, server };
  std::string_view key;
  Kind kind;
  Place place;
  bool is_required;
  std::int64_t max;
  std::string_view meaning;
};
[[nodiscard]] std::span<const SystemMember> system_members();

[[nodiscard]] Reference to_reference(const OutsideSystem& system);
// Members that cannot be read are left out.
[[nodiscard]] OutsideSystem to_outside_system(const Reference& reference);
// Whether both describe one account of one system, so that what was agreed with one holds for the
// other.
[[nodiscard]] bool is_same_account(const OutsideSystem& one, const OutsideSystem& other);

}  // namespace patchbay
