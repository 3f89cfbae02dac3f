// What a document of the standard can say of a record, as rows: what the client half chooses from.
#pragma once

#include <string_view>
#include <vector>

#include "doors/shared/spelling.h"
#include "doors/tmf629/release.h"

namespace patchbay::doors::tmf629 {

// The fields of the customer itself, and those of a contact and of an address without the part that
// they are about.
[[nodiscard]] const std::vector<Spelling>& customer_rows(Release release);
[[nodiscard]] const std::vector<Spelling>& contact_rows();
[[nodiscard]] const std::vector<Spelling>& address_rows();

// The member that shows a field: "contactMedium". Empty for what is kept for this door, which any
// member may show.
[[nodiscard]] std::string_view member_of(Field field);

}  // namespace patchbay::doors::tmf629
