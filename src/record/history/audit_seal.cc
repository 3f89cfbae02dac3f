// The hash of a seal.
#include "record/history/audit_seal.h"

namespace patchbay {
namespace {

void add(HashInput& members, const AuditSeal& seal) {
  for (const std::int64_t each :
       {seal.number, seal.entry, seal.entries, seal.admin_entry, seal.admin_entries})
    members.add(each);
}

void add(HashInput& members, const NumberedHash& entry) {
  members.add(entry.number);
  members.add(entry.hash);
}

}  // namespace

AuditSealBuilder::AuditSealBuilder(const AuditSeal& before) : seal_(before), before_(before.hash) {
  ++seal_.number;
  seal_.hash.clear();
}

void AuditSealBuilder::add_entry(const NumberedHash& entry) {
  add(entries_, entry);
  seal_.entry = entry.number;
  ++seal_.entries;
  is_empty_ = false;
}

void AuditSealBuilder::add_admin_entry(const NumberedHash& entry) {
  add(admin_entries_, entry);
  seal_.admin_entry = entry.number;
  ++seal_.admin_entries;
  is_empty_ = false;
}

bool AuditSealBuilder::is_empty() const { return is_empty_; }

AuditSeal AuditSealBuilder::finish(std::string_view key) const {
  HashInput members;
  members.add("seal");
  members.add(before_);
  add(members, seal_);
  members.add(entries_.hash(key));
  members.add(admin_entries_.hash(key));
  AuditSeal out = seal_;
  out.hash = members.hash(key);
  return out;
}

AuditSeal first_seal(std::string_view key) {
  HashInput members;
  members.add("first seal");
  return {.hash = members.hash(key)};
}

std::string head_hash(const AuditSeal& newest, std::string_view key) {
  HashInput members;
  members.add("newest seal");
  add(members, newest);
  members.add(newest.hash);
  return members.hash(key);
}

}  // namespace patchbay
