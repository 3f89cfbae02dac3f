// The store that every run begins with.
#pragma once

#include "base/random.h"
#include "base/threads.h"
#include "core/call/call.h"
#include "record/admin/outside_system.h"
#include "store/store.h"

namespace patchbay::simulation {

// The customers that clients use: 1 is the root, 2 and 3 stand below it, 10 and 11 below 2, 12 and
// 13 below 10, 20 below 3. All entries have the reason "base".
inline constexpr std::int64_t kCustomers[] = {2, 10, 11, 12, 13, 20};
// The plan whose name clients change.
inline constexpr std::int64_t kPlan = 2;

// The webhooks: 1 gets the changes of all customers, 2 of those below customer 2.
inline constexpr std::int64_t kWebhooks[] = {1, 2};

// The system that customers below customer 2 are kept in step with.
inline constexpr std::int64_t kSystem = 1;
[[nodiscard]] OutsideSystem outside_system();

// The edit that gives a customer an e-mail address with this name.
[[nodiscard]] core::FieldEdit email_of(const std::string& name);

// Fills an empty store.
void fill_base(store::Store& store, Random& random, Threads& threads);
// Lets webhooks begin with what comes next.
void begin_deliveries(store::Store& store, Threads& threads);

}  // namespace patchbay::simulation
