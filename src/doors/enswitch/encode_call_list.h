// The parameters of customers/list.
#pragma once

#include "doors/client.h"
#include "wire/form.h"

namespace patchbay::doors::enswitch {

// Every parameter that differs from its default, without `parent`. What the call cannot select by
// is added to `losses`.
[[nodiscard]] wire::form::Pairs list_parameters(const core::ListCustomers& list,
                                                std::vector<Loss>& losses);

}  // namespace patchbay::doors::enswitch
