// Hashing stretches.
#include "record/audit.h"

namespace patchbay {
namespace {

void add(Members& members, const AuditSeal& seal) {
  for (const std::int64_t each :
       {seal.number, seal.entry, seal.entries, seal.thing_entry, seal.thing_entries})
    members.add(each);
}

void add(Members& members, const NumberedHash& entry) {
  members.add(entry.number);
  members.add(entry.hash);
}

}  // namespace

SealMaker::SealMaker(const AuditSeal& before) : seal_(before), before_(before.hash) {
  ++seal_.number;
  seal_.hash.clear();
}

void SealMaker::add_entry(const NumberedHash& entry) {
  add(entries_, entry);
  seal_.entry = entry.number;
  ++seal_.entries;
  is_empty_ = false;
}

void SealMaker::add_thing_entry(const NumberedHash& entry) {
  add(thing_entries_, entry);
  seal_.thing_entry = entry.number;
  ++seal_.thing_entries;
  is_empty_ = false;
}

bool SealMaker::is_empty() const { return is_empty_; }

AuditSeal SealMaker::finish(std::string_view key) const {
  Members members;
  members.add("seal");
  members.add(before_);
  add(members, seal_);
  members.add(entries_.hash(key));
  members.add(thing_entries_.hash(key));
  AuditSeal out = seal_;
  out.hash = members.hash(key);
  return out;
}

AuditSeal first_seal(std::string_view key) {
  Members members;
  members.add("first seal");
  return {.hash = members.hash(key)};
}

std::string head_hash(const AuditSeal& newest, std::string_view key) {
  Members members;
  members.add("newest seal");
  add(members, newest);
  members.add(newest.hash);
  return members.hash(key);
}

}  // namespace patchbay
