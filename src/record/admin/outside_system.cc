// A system's members as words of a reference: "dialect=enswitch", "match=name",
// "field.name=review".
#include "record/admin/outside_system.h"

#include "base/digest.h"
#include "base/text.h"

namespace patchbay {
namespace {

constexpr SystemMember kMembers[] = {
#define SYSTEM_MEMBER(key, kind, place, is_required, standard, max, meaning) \
  {#key, SystemMember::Kind::kind, SystemMember::Place::place, is_required, max, meaning},
#include "record/admin/system_members.def"
#undef SYSTEM_MEMBER
};
constexpr std::string_view kField = "field.";
constexpr std::string_view kFresh = "new.";

void add(std::vector<std::string>& out, const std::string& key, const std::string& value) {
  if (!value.empty()) out.push_back(key + '=' + value);
}
void add(std::vector<std::string>& out, const std::string& key, std::int64_t value) {
  out.push_back(key + '=' + std::to_string(value));
}
void add(std::vector<std::string>& out, const std::string& key, bool value) {
  out.push_back(key + (value ? "=true" : "=false"));
}
void add(std::vector<std::string>& out, const std::string& key,
         const std::vector<std::string>& values) {
  for (const std::string& each : values) out.push_back(key + '=' + each);
}

void read(const std::string& value, std::string& to) { to = value; }
void read(const std::string& value, std::int64_t& to) { to = parse_whole(value).value_or(to); }
void read(const std::string& value, bool& to) { to = value == "true"; }
void read(const std::string& value, std::vector<std::string>& to) { to.push_back(value); }

void read_word(OutsideSystem& out, std::string_view key, const std::string& value) {
#define SYSTEM_MEMBER(member, kind, place, is_required, standard, max, meaning) \
  if (key == #member) return read(value, out.member);
#include "record/admin/system_members.def"
#undef SYSTEM_MEMBER
  if (key == "principal") return read(value, out.principal);
  if (key == "secret") out.secret = parse_base64(value).value_or("");
  if (key.starts_with(kField)) out.fields.emplace_back(key.substr(kField.size()), value);
  if (key.starts_with(kFresh)) out.fresh.emplace_back(key.substr(kFresh.size()), value);
}

}  // namespace

std::span<const SystemMember> system_members() { return kMembers; }

Reference to_reference(const OutsideSystem& system) {
  Reference out{.kind = ReferenceKind::system,
                .id = system.id,
                .owner = CustomerId{system.below},
                .name = system.name,
                .description = system.description,
                .settings = {},
                .words = {},
                .version = system.version,
                .deleted = system.deleted};
#define SYSTEM_MEMBER(key, kind, place, is_required, standard, max, meaning) \
  add(out.words, #key, system.key);
#include "record/admin/system_members.def"
#undef SYSTEM_MEMBER
  for (const auto& [name, owner] : system.fields) add(out.words, std::string(kField) + name, owner);
  for (const auto& [name, value] : system.fresh) add(out.words, std::string(kFresh) + name, value);
  add(out.words, "principal", system.principal);
  add(out.words, "secret", base64(system.secret));
  return out;
}

OutsideSystem to_outside_system(const Reference& reference) {
  OutsideSystem out;
  for (const std::string& word : reference.words)
    if (const auto at = word.find('='); at != std::string::npos)
      read_word(out, std::string_view(word).substr(0, at), word.substr(at + 1));
  out.id = reference.id;
  out.name = reference.name;
  out.description = reference.description;
  out.below = reference.owner.value;
  out.version = reference.version;
  out.deleted = reference.deleted;
  return out;
}

bool is_same_account(const OutsideSystem& one, const OutsideSystem& other) {
  return one.address == other.address && one.dialect == other.dialect &&
         one.transport == other.transport && one.username == other.username &&
         one.there == other.there;
}

}  // namespace patchbay
