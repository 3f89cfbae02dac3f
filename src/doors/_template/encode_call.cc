// Writes parameters by the rows that reading uses.
#include "doors/_template/encode_call.h"

#include <algorithm>

#include "doors/_template/calls.h"
#include "doors/_template/fields.h"
#include "doors/shared/call_encoding.h"
#include "doors/shared/field_selection.h"
#include "wire/form.h"

namespace patchbay::doors::template_dialect {
namespace {

EncodedCall about(Action action, const core::Subject& subject, std::string body,
                  const ClientContext& context, EncodedCall out) {
  const CallRow& row = kCalls[static_cast<std::size_t>(action)];
  http::Request request{.method = std::string(row.method),
                        .path = path_of(row.path, {customer_number(subject, context, out)}),
                        .body = std::move(body)};
  if (action == Action::update)
    request.headers.emplace_back("Content-Type", "application/x-www-form-urlencoded");
  request.headers.emplace_back("Authorization", basic_authorization(context, out));
  out.request = std::move(request);
  return out;
}

EncodedCall update(const core::Call& call, const core::UpdateCustomer& update,
                   const ClientContext& context) {
  EncodedCall out;
  add_call_losses(call, /*rehearses=*/false, out);
  const auto edits = edits_of_slots(update.edits, context.record, /*is_new=*/false, out.losses);
  FieldSelection chosen = select_fields(edits, fields());
  std::ranges::move(chosen.losses, std::back_inserter(out.losses));
  if (chosen.fields.empty() && !update.edits.empty()) return out;
  wire::form::Pairs pairs;
  for (const FieldToSend& each : chosen.fields) pairs.emplace_back(each.spelling.name, each.text);
  return about(Action::update, update.subject, wire::form::write(pairs), context, std::move(out));
}

}  // namespace

EncodedCall encode_call(const core::Call& call, const ClientContext& context) {
  const auto asked = client_call(call.request);
  if (asked == ClientCall::update)
    return update(call, std::get<core::UpdateCustomer>(call.request), context);
  if (asked == ClientCall::get)
    return about(Action::get, std::get<core::GetCustomer>(call.request).subject, {}, context, {});
  return without_operation(call);
}

}  // namespace patchbay::doors::template_dialect
