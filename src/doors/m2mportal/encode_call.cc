// Writes edit-customer and add-customer by the rows that reading uses.
#include "doors/m2mportal/encode_call.h"

#include <algorithm>

#include "base/text.h"
#include "doors/m2mportal/calls.h"
#include "doors/shared/call_encoding.h"
#include "doors/shared/field_selection.h"
#include "wire/xml.h"

namespace patchbay::doors::m2mportal {
namespace {

std::string written(std::string_view name, std::string_view text) {
  std::string out;
  out.append("<").append(name).append(">").append(wire::xml::escape(text));
  return out.append("</").append(name).append(">");
}

// Text is trimmed when it is read, and XML has no control characters.
bool carries(std::string_view text) {
  if (trim(text) != text) return false;
  const std::string sent = "<a>" + wire::xml::escape(text) + "</a>";
  const auto read = wire::xml::parse(sent);
  return read && read->text == text;
}

http::Request command(std::string_view name, const ClientContext& context,
                      std::string_view customer, std::span<const FieldToSend> fields,
                      EncodedCall& out) {
  const NameAndPassword who = name_and_password(context, out);
  std::string body;
  body.append("<").append(name).append(R"( version="1">)");
  body += "<authentication>" + written("username", who.name) + written("password", who.password) +
          "</authentication>";
  body += written(customer_element().name, customer);
  for (const FieldToSend& each : fields) body += written(each.spelling.name, each.text);
  body.append("</").append(name).append(">");
  return {.method = std::string(kRoutes[0].method),
          .path = std::string(kRoutes[0].pattern),
          .headers = {{"Content-Type", "application/xml; charset=utf-8"}},
          .body = std::move(body)};
}

// The name is the key of edit-customer, so an edit of it is not sent.
void take_key_edits(std::vector<core::FieldEdit>& edits, EncodedCall& out) {
  std::erase_if(edits, [&](const core::FieldEdit& edit) {
    if (edit.target != customer_element().target) return false;
    out.losses.push_back(make_loss(LossKind::names_customer, edit.field, lost_value(edit)));
    return true;
  });
}

EncodedCall edit_customer(const core::Call& call, const core::UpdateCustomer& update,
                          const ClientContext& context) {
  EncodedCall out;
  add_call_losses(call, /*rehearses=*/false, out);
  std::vector<core::FieldEdit> edits =
      edits_of_slots(update.edits, context.record, /*is_new=*/false, out.losses);
  take_key_edits(edits, out);
  FieldSelection chosen = select_fields(edits, edited_elements(), {.carries = carries});
  std::ranges::move(chosen.losses, std::back_inserter(out.losses));
  if (chosen.fields.empty() && !update.edits.empty()) return out;
  const std::string customer = customer_name(update.subject, context, out);
  out.request = command("edit-customer", context, customer, chosen.fields, out);
  return out;
}

EncodedCall add_customer(const core::Call& call, const core::CreateCustomer& create,
                         const ClientContext& context) {
  EncodedCall out;
  add_call_losses(call, /*rehearses=*/false, out);
  if (!std::holds_alternative<core::Oneself>(create.parent))
    out.losses.push_back(make_loss(LossKind::no_option, create.parent_field, std::nullopt,
                                   "a customer is always made below the one that signs in"));
  const std::vector<core::FieldEdit> edits =
      edits_of_slots(create.edits, nullptr, /*is_new=*/true, out.losses);
  const Spelling rows[] = {customer_element()};
  FieldSelection chosen = select_fields(edits, rows, {.is_new = true, .carries = carries});
  std::ranges::move(chosen.losses, std::back_inserter(out.losses));
  const std::string customer =
      chosen.fields.empty()
          ? add_placeholder(out, "CUSTOMER_NAME", "the name of the new customer, which is required")
          : chosen.fields.front().text;
  out.request = command("add-customer", context, customer, {}, out);
  return out;
}

}  // namespace

EncodedCall encode_call(const core::Call& call, const ClientContext& context) {
  const auto asked = client_call(call.request);
  const auto* update = std::get_if<core::UpdateCustomer>(&call.request);
  if (update && asked == ClientCall::update) return edit_customer(call, *update, context);
  if (const auto* create = std::get_if<core::CreateCustomer>(&call.request))
    return add_customer(call, *create, context);
  return without_operation(call);
}

bool put_credentials(http::Request& request, const core::Credentials& credentials) {
  constexpr std::string_view kEnd = "</authentication>";
  const auto* named = std::get_if<core::NameAndSecret>(&credentials);
  const std::size_t begin = request.body.find("<authentication");
  const std::size_t end = begin == std::string::npos ? begin : request.body.find(kEnd, begin);
  if (!named || end == std::string::npos) return false;
  request.body.replace(begin, end + kEnd.size() - begin,
                       "<authentication>" + written("username", named->name) +
                           written("password", std::string(named->secret.reveal())) +
                           std::string(kEnd));
  return true;
}

}  // namespace patchbay::doors::m2mportal
