// Decodes erasing a person, and reading everything that is held about a customer.
#include "doors/native/decode_calls.h"
#include "doors/shared/spelling.h"

namespace patchbay::doors::native {

void read_erase_customer(const RoutedRequest& routed, QueryReader& query, DecodedRequest& decoded) {
  read_rehearsal(query, decoded);
  decoded.call.required_privilege = {.any_of = core::Privilege::erase};
  decoded.call.request = core::EraseCustomer{.subject = subject(routed.segment(0))};
}

void read_export_customer(const RoutedRequest& routed, QueryReader& query,
                          DecodedRequest& decoded) {
  core::ExportCustomer wanted{.subject = subject(routed.segment(0))};
  wanted.before = query.whole(kBefore).value_or(0);
  wanted.limit = query.size(kExportLimit);
  decoded.echo = query.enumerated(kForm) == 1 ? kHtml : "";
  decoded.call.required_privilege = kAdministers;
  decoded.call.request = std::move(wanted);
}

}  // namespace patchbay::doors::native
