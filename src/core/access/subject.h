// Finds the customer of a call, within the caller's reach and privileges.
#pragma once

#include "core/access/actor.h"
#include "core/call/call.h"
#include "core/call/outcome.h"

namespace patchbay::core {

// The refusal if the store would have to examine too many customers one by one.
inline constexpr const char* kTooBroad =
    "too many customers match; search below one of them, or for something more exact";

// A customer and its lineage: the customer first, then its ancestors.
struct FoundCustomer {
  Record record;
  std::vector<CustomerId> lineage;
};

// Returns the ancestor directly below the root, or the customer itself if it is that or the root.
[[nodiscard]] CustomerId enterprise_of(const std::vector<CustomerId>& lineage);

// Returns the view of a customer, with its rate plan.
[[nodiscard]] View view_of(store::ReadTransaction& reader, Record record,
                           const std::vector<CustomerId>& lineage);
[[nodiscard]] View view_of(store::ReadTransaction& reader, Record record, CustomerId enterprise);

// Whether a call reads or changes.
enum class Access : std::uint8_t { read, change };
[[nodiscard]] Result<void> require_role(const Actor& actor,
                                        const RequiredPrivilege& required_privilege, Access act);

// Finds the subject, or returns the first of these faults: role_denied, unknown_customer,
// own_record. A customer out of reach gives the same fault as one that does not exist.
[[nodiscard]] Result<FoundCustomer> find_subject(store::ReadTransaction& reader, const Actor& actor,
                                                 const RequiredPrivilege& required_privilege,
                                                 const Subject& subject, bool deleted_too);

// Returns `found`. If it is the fault of an unknown customer, adds the caller's spelling of the
// field: "below names no customer that you can see".
[[nodiscard]] Result<FoundCustomer> found_below(Result<FoundCustomer> found,
                                                const std::string& field);

}  // namespace patchbay::core
