// Finding whom a call is about, within the caller's reach and rights.
#pragma once

#include "core/access/actor.h"
#include "core/call/call.h"
#include "core/call/outcome.h"

namespace patchbay::core {

// What is said where the store would have to look at too many customers one by one.
inline constexpr const char* kTooBroad =
    "among so many customers this cannot be searched for; ask below one of them, or more exactly";

// A customer with its line of ancestors, itself first.
struct FoundCustomer {
  Record record;
  std::vector<CustomerId> lineage;
};

// The child of the root above a customer, or the customer itself where it is one or is the root.
[[nodiscard]] CustomerId enterprise_of(const std::vector<CustomerId>& lineage);

// The view of a customer, with its rate plan.
[[nodiscard]] View view_of(store::ReadTransaction& reader, Record record,
                           const std::vector<CustomerId>& lineage);

// Whether the role allows the call at all; for a change, whether it may change anything.
enum class Access : std::uint8_t { read, change };
[[nodiscard]] Result<void> require_role(const Actor& actor,
                                        const RequiredPrivilege& required_privilege, Access act);

// The subject: refused as role_denied, then unknown_customer, then own_record. A customer out of
// reach and one that does not exist are the same.
[[nodiscard]] Result<FoundCustomer> find_subject(store::ReadTransaction& reader, const Actor& actor,
                                                 const RequiredPrivilege& required_privilege,
                                                 const Subject& subject, bool deleted_too);

// `found`, and where that is no customer the fault with the caller's spelling of it, if it has one:
// "below names no customer that you can see".
[[nodiscard]] Result<FoundCustomer> found_below(Result<FoundCustomer> found,
                                                const std::string& field);

}  // namespace patchbay::core
