// A customer as GET shows it, which PATCH takes back unchanged.
#pragma once

#include "record/value/record.h"
#include "wire/tree.h"

namespace patchbay::doors::flolive {

// Every member of the document, null where there is nothing, [] where there is no entry.
[[nodiscard]] wire::Tree encode_customer(const Record& record);

}  // namespace patchbay::doors::flolive
