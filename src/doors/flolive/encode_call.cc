// Writes each call: the path from its row, and a body.
#include "doors/flolive/encode_call.h"

#include <algorithm>

#include "doors/flolive/calls.h"
#include "doors/flolive/encode_changes.h"
#include "doors/shared/call_encoding.h"
#include "doors/shared/client_list.h"
#include "wire/form.h"
#include "wire/json.h"

namespace patchbay::doors::flolive {
namespace {

http::Request request_of(Action action, std::initializer_list<std::string_view> segments) {
  const CallRow& row = kCalls[static_cast<std::size_t>(action)];
  return {.method = std::string(row.method), .path = path_of(row.path, segments)};
}

void set_body(http::Request& request, wire::Object body) {
  request.headers.emplace_back("Content-Type", "application/json");
  request.body = wire::json::write(std::move(body));
}

EncodedCall signed_by_token(http::Request request, const ClientContext& context, EncodedCall out) {
  request.headers.emplace_back("Authorization", bearer_authorization(context, out));
  out.request = std::move(request);
  return out;
}

EncodedCall update(const core::Call& call, const core::UpdateCustomer& update,
                   const ClientContext& context) {
  EncodedCall out;
  add_call_losses(call, /*rehearses=*/false, out);
  wire::Object body = change_body(update.edits, Purpose::change, context, out);
  if (body.empty() && !update.edits.empty()) return out;
  http::Request request = request_of(Action::update, {customer_uuid(update.subject, context, out)});
  set_body(request, std::move(body));
  return signed_by_token(std::move(request), context, std::move(out));
}

EncodedCall create(const core::Call& call, const core::CreateCustomer& create,
                   const ClientContext& context) {
  EncodedCall out;
  add_call_losses(call, /*rehearses=*/false, out);
  wire::Object body = change_body(create.edits, Purpose::create, context, out);
  const auto* parent = std::get_if<Uuid>(&create.parent);
  http::Request request = request_of(
      Action::create,
      {parent ? parent->text()
              : add_placeholder(out, "PARENT_UUID", "the UUID of the customer it stands below")});
  set_body(request, std::move(body));
  return signed_by_token(std::move(request), context, std::move(out));
}

EncodedCall list(const core::ListCustomers& list, const ClientContext& context) {
  EncodedCall out;
  const CustomerQuery& query = list.query;
  const auto lose = [&](std::string_view what) { out.losses.push_back(lost_condition(what)); };
  if (query.recursive) lose("only the customers directly below are listed");
  if (query.itself) lose("the customer itself is not listed");
  if (query.life != Life::live) lose("deleted customers are not listed");
  if (!query.name_contains.empty()) lose("names cannot be searched for");
  if (query.order != CustomerQuery::Order::id || query.descending) lose("lists have one order");
  for (const Match& match : query.where) out.losses.push_back(lost_filter(match));
  const std::size_t size = std::clamp<std::size_t>(query.limit, 1, 100);
  if (size != query.limit) lose("a page has at most 100 customers");
  if (query.offset % size != 0) lose("pages begin at multiples of their size");
  http::Request request = request_of(Action::children, {customer_uuid(list.below, context, out)});
  request.query = wire::form::write(
      {{"page", std::to_string(query.offset / size)}, {"size", std::to_string(size)}});
  return signed_by_token(std::move(request), context, std::move(out));
}

EncodedCall sign_in(const ClientContext& context) {
  EncodedCall out;
  const NameAndPassword who = name_and_password(context, out);
  http::Request request = request_of(Action::sign_in, {});
  set_body(request, {{"username", who.name}, {"password", who.password}});
  out.request = std::move(request);
  return out;
}

EncodedCall refresh(const core::Refresh& refresh, const ClientContext& context) {
  EncodedCall out;
  http::Request request = request_of(Action::refresh, {});
  if (context.sends_secrets)
    set_body(request,
             {{"token", refresh.token.reveal()}, {"refreshToken", refresh.refresh_token.reveal()}});
  else
    set_body(request,
             {{"token", add_placeholder(out, kTokenPlaceholder, "the token that is replaced")},
              {"refreshToken",
               add_placeholder(out, "REFRESH_TOKEN", "the refresh token that belongs to it")}});
  out.request = std::move(request);
  return out;
}

}  // namespace

EncodedCall encode_call(const core::Call& call, const ClientContext& context) {
  const auto asked = client_call(call.request);
  if (!asked) return without_operation(call);
  switch (*asked) {
    case ClientCall::update:
      return update(call, std::get<core::UpdateCustomer>(call.request), context);
    case ClientCall::get: {
      EncodedCall out;
      http::Request request = request_of(
          Action::get,
          {customer_uuid(std::get<core::GetCustomer>(call.request).subject, context, out)});
      return signed_by_token(std::move(request), context, std::move(out));
    }
    case ClientCall::list:
      return list(std::get<core::ListCustomers>(call.request), context);
    case ClientCall::create:
      return create(call, std::get<core::CreateCustomer>(call.request), context);
    case ClientCall::sign_in:
      return sign_in(context);
    case ClientCall::refresh:
      return refresh(std::get<core::Refresh>(call.request), context);
    case ClientCall::request_status:
      return signed_by_token(
          request_of(Action::status, {std::get<core::RequestStatus>(call.request).id.text()}),
          context, {});
    case ClientCall::remove:
    case ClientCall::undelete:
    case ClientCall::move:
    case ClientCall::adjust:
      return without_operation(call);
  }
  return without_operation(call);
}

}  // namespace patchbay::doors::flolive
