// Calls about outside systems, and what comparing one with the record found. A system that is not
// given by its number is unknown.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/secret.h"
#include "record/admin/destination.h"
#include "record/admin/outside_system.h"
#include "record/admin/system_link.h"
#include "record/value/ids.h"

namespace patchbay::core {

struct ListOutsideSystems {
  std::int64_t after = 0;
  std::size_t limit = 100;
};
struct GetOutsideSystem {
  std::int64_t id = 0;
};
// Creates a system (no id) or changes one. Members that are not given stay as they are.
struct UpsertSystem {
  std::optional<std::int64_t> id;
#define SYSTEM_MEMBER(key, kind, place, is_required, standard, max, meaning) \
  std::optional<system_kinds::kind> key;
#include "record/admin/system_members.def"
#undef SYSTEM_MEMBER
  // Fields with their owners, and what a new customer is given; without a value, a field is taken
  // out.
  std::vector<std::pair<std::string, std::optional<std::string>>> fields;
  std::vector<std::pair<std::string, std::optional<std::string>>> fresh;
  std::optional<Secret> secret;
  std::optional<bool> deleted;
};

// Compares the record with a system. Reads only, on both sides.
struct CompareSystem {
  std::optional<CustomerId> customer;  // only this customer
  // Only these, without those that have no link, and without a list of the others. One that cannot
  // be read is a remark.
  std::vector<CustomerId> customers{};
  // For a plan: owners in place of the system's, by the name of the field.
  std::vector<std::pair<std::string, std::string>> owners;
  bool plans = false;  // the outcome is to be applied
  CustomerId after{};  // only customers above it
  std::size_t limit = 100;
};
// What a plan says about one field, as digests of the value of the side that is written.
struct PlannedSystemWrite {
  std::string field;
  bool to_system = true;
  std::string before;
  std::string after;
};
struct PlannedSystemChange {
  Uuid customer;
  std::string name;   // for people
  std::string there;  // empty if it is made
  bool makes = false;
  std::vector<PlannedSystemWrite> writes;
  std::vector<std::string> conflicts;  // fields that wait for a person
};
// Carries out a plan that was made for this version of the system.
struct ApplySystem {
  Version version = 0;
  std::vector<PlannedSystemChange> changes;
};
// Decides one difference that waits for a person.
struct ChooseInSystem {
  CustomerId customer{};
  std::string field;
  bool takes_record = true;  // or the system's value
  bool remembers = false;    // the system's owner of the field becomes this choice
};
// What is done with an outside system itself.
struct UseSystem {
  std::int64_t id = 0;
  std::variant<CompareSystem, ApplySystem, ChooseInSystem> what;

  // Customers of one comparison or plan: a plan must fit into one apply.
  static constexpr std::size_t kCustomersMax = 200;
};

struct ListSystemLinks {
  std::int64_t id = 0;
  CustomerId after{};
  std::size_t limit = 100;
  bool open_only = false;              // those where something waits for a person
  std::optional<std::string> there{};  // only the one to this customer of the system
};
// What an outside system calls a customer.
struct IdElsewhere {
  std::int64_t system = 0;
  std::string name;     // of the system
  std::string dialect;  // of the system
  std::string there;    // the customer's number, UUID or name there
};
// Links a customer to one that the system has, or releases the link.
struct LinkToSystem {
  std::int64_t id = 0;
  CustomerId customer{};
  std::optional<Uuid> uuid{};        // names the customer in place of `customer`
  std::optional<std::string> there;  // nothing: it is released

  static constexpr std::size_t kThereMax = 200;
};

// ---- outcomes

struct OutsideSystems {
  std::vector<OutsideSystem> systems;  // without their secrets
  // What is kept of those that are watched, by their numbers.
  std::map<std::int64_t, Destination> watching;
  bool more = false;
  bool one = false;   // a single system was asked for
  bool made = false;  // it was created
  bool rehearsed = false;
};

// Values are as people read them; nothing stands for an empty one.
struct SystemWrite {
  std::string field;
  bool to_system = true;
  std::optional<std::string> before;  // of the side that is written
  std::optional<std::string> after;
  std::string before_digest;
  std::string after_digest;
  bool overrules = false;  // `before` is an edit, or was never compared: it is lost
};
struct SystemConflict {
  std::string field;
  std::string kind;  // "conflict", "leave" or "altered"
  std::optional<std::string> record;
  std::optional<std::string> system;
};
struct SystemLoss {
  std::string field;
  std::string kind;
  std::string why;
  std::string advice;
};
struct SystemFinding {
  CustomerId id;
  Uuid customer;
  std::string name;
  Version version = 0;
  std::string there;  // empty if it is made
  bool makes = false;
  bool is_new_link = false;
  std::vector<SystemWrite> writes;
  std::vector<SystemConflict> conflicts;
  std::vector<SystemLoss> losses;
};
struct SystemRemark {
  std::string kind;
  std::string customer;  // its number here, or what the system calls it
  std::string name;
  std::string why;
};
struct SystemComparison {
  bool plans = false;
  Version version = 0;       // of the system's description
  std::size_t compared = 0;  // pairs
  std::size_t found = 0;     // customers with something to tell, of all pages
  std::vector<SystemFinding> findings;
  bool more = false;
  std::vector<SystemRemark> remarks;  // at most kRemarksMax
  std::size_t remarked = 0;           // of all

  static constexpr std::size_t kRemarksMax = 200;
};

// What became of a change, as `patchbay apply` says it: "done", "already", "made", "linked",
// "stale", "refused" or "unclear".
struct SystemApplied {
  struct Item {
    Uuid customer;
    std::string name;
    std::string result;
    std::vector<std::string> fields;
    std::string why;
  };
  std::vector<Item> items;
  std::map<std::string, std::size_t> counts;
  std::string stopped;  // why the rest was left; empty: nothing was
  Version version = 0;  // of the system's description, which a choice may change
};

struct SystemLinkPage {
  std::vector<SystemLink> links;
  bool more = false;
};
struct SystemLinked {
  std::optional<SystemLink> link;  // nothing: it was released
  bool rehearsed = false;
};

}  // namespace patchbay::core
