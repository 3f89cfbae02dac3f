// What the readers of native calls share, and the readers themselves.
#pragma once

#include "doors/native/native.h"
#include "doors/native/query.h"
#include "wire/tree.h"

namespace patchbay::doors::native {

inline constexpr core::Demand kReads{.any_of = core::Privilege::user};
inline constexpr core::Demand kWrites{.any_of = core::Privilege::administrator |
                                                core::Privilege::commerce};
inline constexpr core::Demand kAdministers{.any_of = core::Privilege::administrator};

// The body as JSON of a media type that the route takes; where it is none, `asked` is refused.
[[nodiscard]] wire::Tree document(const Arrival& arrival, Asked& asked);
// The same where it must be an object.
[[nodiscard]] wire::Object body(const Arrival& arrival, Asked& asked);

// What the reply to a list of customers must know of what was asked.
struct CustomerList {
  std::string_view order;
  bool counted = false;
};
[[nodiscard]] CustomerList customer_list(const Asked& asked);  // views into `asked`

// The parameter `dry_run`.
void read_rehearsal(Query& query, Asked& asked);
// The parameters that choose customers, for lists and for changes of many.
[[nodiscard]] core::List read_choice(Query& query);
// A customer to be made, from its members, `parent` among them. `before` as in `read_patch`.
[[nodiscard]] core::Create read_new_customer(wire::Object object, std::vector<Problem>& problems,
                                             std::size_t before = 0);

// Each reads one family of routes into `asked.call`.
void read_customer_change(const Arrival& arrival, Query& query, Asked& asked);
void read_customer_read(const Arrival& arrival, Query& query, Asked& asked);
void read_customer_list(Query& query, Asked& asked);
void read_changes(Query& query, Asked& asked);
void read_many(const Arrival& arrival, Query& query, Asked& asked);
void read_things(const Arrival& arrival, Query& query, Asked& asked);

// The customer that a path or parameter names, by number or uuid.
[[nodiscard]] core::Subject subject(const std::string& text);

}  // namespace patchbay::doors::native
