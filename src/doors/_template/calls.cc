// Decodes each call.
#include "doors/_template/calls.h"

#include <algorithm>

#include "base/text.h"
#include "doors/_template/fields.h"
#include "wire/form.h"

namespace patchbay::doors::template_dialect {
namespace {

// No customer has the number 0, so an id that is not a number is unknown like any other.
CustomerId id_of(const RoutedRequest& routed) {
  return {parse_whole(routed.segment(0)).value_or(0)};
}

}  // namespace

Result<core::Request> read_get(const RoutedRequest& routed, core::Call& /*call*/) {
  return core::GetCustomer{.subject = id_of(routed)};
}

Result<core::Request> read_update(const RoutedRequest& routed, core::Call& call) {
  const auto pairs = wire::form::parse(routed.request.body, wire::form::Separators::ampersand);
  if (!pairs)
    return std::unexpected(
        Fault(ErrorKind::malformed, "must not hold " + pairs.error().what, "the body"));
  core::UpdateCustomer out{.subject = id_of(routed)};
  for (const auto& [name, value] : *pairs) {
    const Spelling* row = find(fields(), name);
    if (!row)
      call.problems.push_back(unknown_field(name, field_names(), call.problems));
    else if (std::ranges::find(out.edits, name, &core::FieldEdit::field) != out.edits.end())
      call.problems.push_back({ErrorKind::invalid, name, "is given twice"});
    else
      out.edits.push_back(parse_edit(*row, value, name));
  }
  return out;
}

}  // namespace patchbay::doors::template_dialect
