// Writes each call: the path from its row, and a body.
#include "doors/tmf629/encode_call.h"

#include <algorithm>

#include "doors/shared/call_encoding.h"
#include "doors/shared/client_list.h"
#include "doors/tmf629/calls.h"
#include "doors/tmf629/change_body.h"
#include "wire/form.h"
#include "wire/json.h"

namespace patchbay::doors::tmf629 {
namespace {

constexpr std::size_t kPageMax = 1000;

// What writing one call needs.
struct CallWriter {
  const core::Call& call;
  const ClientContext& context;
  Release release;
  EncodedCall out{};
  http::Request request{};  // without a method until a call is started

  void start(Operation operation, std::initializer_list<std::string_view> segments) {
    const auto row = std::ranges::find_if(kCalls, [&](const CallRow& each) {
      return each.release == release && each.operation == operation;
    });
    request = {.method = std::string(row->method), .path = path_of(row->path, segments)};
    request.headers.emplace_back("Authorization", basic_authorization(context, out));
  }

  void set_body(wire::Object body) {
    request.headers.emplace_back("Content-Type", "application/json");
    request.body = wire::json::write(std::move(body));
  }

  EncodedCall finished() {
    if (!request.method.empty()) out.request = std::move(request);
    return std::move(out);
  }

  void update(const core::UpdateCustomer& update) {
    add_call_losses(call, /*rehearses=*/false, out);
    wire::Object body = change_body(update.edits, release, context, out);
    if (body.empty() && !update.edits.empty()) return;
    start(Operation::patch, {customer_number(update.subject, context, out)});
    set_body(std::move(body));
  }

  void create(const core::CreateCustomer& create) {
    add_call_losses(call, /*rehearses=*/false, out);
    if (!std::holds_alternative<core::Oneself>(create.parent))
      out.losses.push_back(make_loss(LossKind::no_option, create.parent_field, std::nullopt,
                                     "a customer is always made below the one that signs in"));
    wire::Object body = new_body(create.edits, release, out);
    start(Operation::create, {});
    set_body(std::move(body));
  }

  void list(const core::ListCustomers& list) {
    const CustomerQuery& query = list.query;
    const auto lose = [&](std::string_view what) { out.losses.push_back(lost_condition(what)); };
    if (!std::holds_alternative<core::Oneself>(list.below))
      lose("the list begins at the customer that signs in");
    if (!query.recursive) lose("customers further below are listed too");
    if (!query.itself) lose("the customer itself is listed too");
    if (query.life != Life::live) lose("deleted customers are not listed");
    if (!query.name_contains.empty()) lose("names are not searched for");
    if (query.suits) lose("the filter is left out");
    if (query.order != CustomerQuery::Order::id || query.descending || list.orders.size() > 1)
      lose("the list is in the order of numbers");
    for (const Match& match : query.where) out.losses.push_back(lost_filter(match));
    const std::size_t limit = std::clamp<std::size_t>(query.limit, 1, kPageMax);
    if (limit != query.limit) lose("a page has at most 1000 customers");
    start(Operation::list, {});
    request.query = wire::form::write(
        {{"offset", std::to_string(query.offset)}, {"limit", std::to_string(limit)}});
  }
};

}  // namespace

template <Release release>
EncodedCall encode_call(const core::Call& call, const ClientContext& context) {
  const auto asked = client_call(call.request);
  if (!asked) return without_operation(call);
  CallWriter writer{call, context, release};
  switch (*asked) {
    case ClientCall::update:
      writer.update(std::get<core::UpdateCustomer>(call.request));
      return writer.finished();
    case ClientCall::create:
      writer.create(std::get<core::CreateCustomer>(call.request));
      return writer.finished();
    case ClientCall::list:
      writer.list(std::get<core::ListCustomers>(call.request));
      return writer.finished();
    case ClientCall::get:
      writer.start(Operation::get,
                   {customer_number(std::get<core::GetCustomer>(call.request).subject, context,
                                    writer.out)});
      return writer.finished();
    case ClientCall::remove:
      add_call_losses(call, /*rehearses=*/false, writer.out);
      writer.start(Operation::remove,
                   {customer_number(std::get<core::UpdateCustomer>(call.request).subject, context,
                                    writer.out)});
      return writer.finished();
    case ClientCall::request_status:
      writer.start(Operation::monitor, {std::get<core::RequestStatus>(call.request).id.text()});
      return writer.finished();
    case ClientCall::undelete:
    case ClientCall::move:
    case ClientCall::adjust:
    case ClientCall::sign_in:
    case ClientCall::refresh:
      return without_operation(call);
  }
  return without_operation(call);
}

template EncodedCall encode_call<Release::v3>(const core::Call&, const ClientContext&);
template EncodedCall encode_call<Release::v4>(const core::Call&, const ClientContext&);
template EncodedCall encode_call<Release::v5>(const core::Call&, const ClientContext&);

}  // namespace patchbay::doors::tmf629
