// Differences between two versions of a principal or a reference.
#include "record/history/admin_entry.h"

#include <map>

#include "base/digest.h"
#include "record/admin/outside_system.h"
#include "record/admin/webhook.h"
#include "record/formats/codec.h"

namespace patchbay {
namespace {

// One member: the text that is shown and the text that is compared. They differ only for a secret.
struct Member {
  std::string shown;
  std::string compared;
  bool is_secret = false;
};
using MemberMap = std::map<std::string, Member>;

constexpr std::string_view kSecret = R"({"sealed":true})";

std::string quoted(const std::string& text) {
  std::string list = encode(std::vector{text});
  return list.substr(1, list.size() - 2);
}

class Collector {
 public:
  void text(const char* member, const std::string& value) {
    if (!value.empty()) write_value(member, quoted(value));
  }
  void texts(const char* member, const std::vector<std::string>& values) {
    if (!values.empty()) write_value(member, encode(values));
  }
  void whole(const char* member, std::int64_t value) { write_value(member, std::to_string(value)); }
  void flag(const char* member, bool value) {
    if (value) write_value(member, "true");
  }
  void write_value(const std::string& member, const std::string& shown) {
    out_[member] = {shown, shown, false};
  }
  void set_secret(const char* member, std::string shown, std::string compared) {
    out_[member] = {std::move(shown), std::move(compared), true};
  }
  MemberMap finish() { return std::move(out_); }

 private:
  MemberMap out_;
};

MemberMap members_of(const Principal& principal) {
  Collector out;
  out.text("name", principal.name);
  out.whole("home", principal.home.value);
  if (!principal.roles.empty()) out.write_value("roles", encode(principal.roles));
  if (principal.roles.empty()) out.texts("roles", principal.role_names);
  out.texts("doors", principal.doors);
  out.texts("sources", principal.sources);
  if (!principal.password_hash.empty())
    out.set_secret("password", std::string(kSecret), principal.password_hash);
  if (!principal.keys.empty()) {
    std::vector<std::string> labels;
    std::string hashes;
    for (const ApiKey& key : principal.keys) {
      labels.push_back(key.label);
      hashes += key.hash;
    }
    out.set_secret("keys", encode(labels), std::move(hashes));
  }
  out.flag("locked", principal.locked);
  out.flag("deleted", principal.deleted);
  return out.finish();
}

MemberMap members_of(const Webhook& webhook) {
  Collector out;
  out.text("name", webhook.name);
  out.whole("below", webhook.below.value);
  out.text("description", webhook.description);
  out.text("url", webhook.url);
  out.whole("principal_id", webhook.principal);
  out.texts("doors", webhook.doors);
  out.texts("actions", webhook.actions);
  out.texts("fields", webhook.fields);
  out.texts("include", webhook.include);
  if (!webhook.enabled) out.write_value("enabled", "false");
  if (!webhook.format.empty()) out.text("format", webhook.format);
  if (!webhook.query.empty()) out.text("query", webhook.query);
  if (!webhook.base_url.empty()) out.text("base_url", webhook.base_url);
  if (!webhook.secret.empty()) out.set_secret("secret", std::string(kSecret), webhook.secret);
  if (!webhook.old_secret.empty()) {
    out.set_secret("old_secret", std::string(kSecret), webhook.old_secret);
    out.text("old_secret_until", rfc3339(webhook.old_until));
  }
  out.flag("deleted", webhook.deleted);
  return out.finish();
}

void add(Collector& out, const char* member, const std::string& value) { out.text(member, value); }
void add(Collector& out, const char* member, std::int64_t value) { out.whole(member, value); }
void add(Collector& out, const char* member, bool value) { out.flag(member, value); }
void add(Collector& out, const char* member, const std::vector<std::string>& values) {
  out.texts(member, values);
}

MemberMap members_of(const OutsideSystem& system) {
  Collector out;
#define SYSTEM_MEMBER(key, kind, place, is_required, standard, max, meaning) \
  add(out, #key, system.key);
#include "record/admin/system_members.def"
#undef SYSTEM_MEMBER
  for (const auto& [name, owner] : system.fields) out.write_value("fields." + name, quoted(owner));
  for (const auto& [name, value] : system.fresh) out.write_value("new." + name, value);
  out.whole("principal_id", system.principal);
  if (!system.secret.empty()) out.set_secret("secret", std::string(kSecret), system.secret);
  out.flag("deleted", system.deleted);
  return out.finish();
}

MemberMap members_of(const Reference& reference) {
  if (reference.kind == ReferenceKind::system) return members_of(to_outside_system(reference));
  if (reference.kind == ReferenceKind::webhook) return members_of(to_webhook(reference));
  Collector out;
  out.text("name", reference.name);
  out.whole("owner", reference.owner.value);
  out.text("description", reference.description);
  if (!reference.settings.empty()) out.write_value("settings", encode(reference.settings));
  out.texts(reference.kind == ReferenceKind::role ? "privileges" : "locked", reference.words);
  out.flag("deleted", reference.deleted);
  return out.finish();
}

// Identifies a secret by the hash of its stored form, which is a hash already.
std::string proof(const Member* before, const Member* after) {
  if (!(before ? before : after)->is_secret) return {};
  const auto side = [](const Member* member) {
    return member ? blake2b(member->compared) : std::string(32, '\0');
  };
  return side(before) + side(after);
}

AdminDifference difference(const std::string& name, const Member* before, const Member* after) {
  return {.member = name,
          .before = before ? before->shown : std::string(),
          .after = after ? after->shown : std::string(),
          .bond = {},
          .proof = proof(before, after)};
}

template <class AdminObject>
std::vector<AdminDifference> differences(const AdminObject* before, const AdminObject& after) {
  const MemberMap old = before ? members_of(*before) : MemberMap{};
  const MemberMap now = members_of(after);
  std::vector<AdminDifference> out;
  for (const auto& [name, member] : old)
    if (!now.contains(name)) out.push_back(difference(name, &member, nullptr));
  for (const auto& [name, member] : now) {
    const auto found = old.find(name);
    if (found == old.end())
      out.push_back(difference(name, nullptr, &member));
    else if (found->second.compared != member.compared)
      out.push_back(difference(name, &found->second, &member));
  }
  return out;
}

template <class AdminObject>
AdminEntry entry(std::optional<ReferenceKind> kind, const AdminObject* before,
                 const AdminObject& after) {
  const bool deleted = after.deleted && before && !before->deleted;
  return {.object = {kind, after.id},
          .version = after.version,
          .action = !before   ? "create"
                    : deleted ? "delete"
                              : "amend",
          .by = {},
          .differences = differences(before, after),
          .hash = {}};
}

}  // namespace

std::string_view word(const AdminObjectId& object) {
  if (object.kind) return word(*object.kind);
  return object.id == kStoreItself.id ? "store" : "principal";
}

std::vector<AdminDifference> diff(const Principal* before, const Principal& after) {
  return differences(before, after);
}
std::vector<AdminDifference> diff(const Reference* before, const Reference& after) {
  return differences(before, after);
}

AdminEntry entry_of(const Principal* before, const Principal& after) {
  return entry(std::nullopt, before, after);
}
AdminEntry entry_of(const Reference* before, const Reference& after) {
  return entry(after.kind, before, after);
}

}  // namespace patchbay
