// A customer as GET returns it. PATCH accepts it unchanged.
#pragma once

#include "record/value/record.h"
#include "wire/tree.h"

namespace patchbay::doors::flolive {

// Every member of the document: null for an absent value, [] for an empty list.
[[nodiscard]] wire::Tree encode_customer(const Record& record);

}  // namespace patchbay::doors::flolive
