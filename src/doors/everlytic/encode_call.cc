// Writes properties by the rows that reading uses, as JSON or as the arguments of a method.
#include "doors/everlytic/encode_call.h"

#include <algorithm>

#include "base/text.h"
#include "doors/everlytic/calls.h"
#include "doors/everlytic/fields.h"
#include "doors/shared/call_encoding.h"
#include "doors/shared/client_list.h"
#include "doors/shared/field_selection.h"
#include "wire/form.h"
#include "wire/json.h"
#include "wire/xml.h"
#include "wire/xmlrpc.h"

namespace patchbay::doors::everlytic {
namespace {

using wire::Tree;
using Order = CustomerQuery::Order;

bool fits_xml(std::string_view text) {
  const auto read = wire::xml::parse("<a>" + wire::xml::escape(text) + "</a>");
  return read && read->text == text;
}

Tree value_of(const FieldToSend& field) {
  if (is_integer(field.spelling) && !field.text.empty()) return wire::Number{field.text};
  return field.text;
}

struct PageNumbers {
  std::size_t page = 1;
  std::size_t count = 50;
};

// What either transport sends of a call.
struct Prepared {
  ClientCall call{};
  std::string id{};           // the customer, if the call is about one
  wire::Object properties{};  // or the filter of a list
  PageNumbers paging{};
  std::string_view order = "id";
  std::string_view direction = "asc";
  bool empty = false;  // nothing is left to send
};

class Preparer {
 public:
  Preparer(const core::Call& call, const ClientContext& context, bool xml, EncodedCall& out)
      : call_(call), context_(context), xml_(xml), out_(out) {}

  std::optional<Prepared> prepare() {
    const auto asked = client_call(call_.request);
    if (!asked) return std::nullopt;
    Prepared out{.call = *asked};
    switch (*asked) {
      case ClientCall::update:
      case ClientCall::remove:
      case ClientCall::undelete:
        update(out, std::get<core::UpdateCustomer>(call_.request));
        return out;
      case ClientCall::get:
        out.id =
            customer_number(std::get<core::GetCustomer>(call_.request).subject, context_, out_);
        return out;
      case ClientCall::list:
        list(out, std::get<core::ListCustomers>(call_.request));
        return out;
      case ClientCall::create:
        create(out, std::get<core::CreateCustomer>(call_.request));
        return out;
      case ClientCall::move:
      case ClientCall::adjust:
      case ClientCall::sign_in:
      case ClientCall::refresh:
      case ClientCall::request_status:
        return std::nullopt;
    }
    return std::nullopt;
  }

 private:
  void select(Prepared& out, const std::vector<core::FieldEdit>& edits, bool is_new) {
    add_call_losses(call_, /*rehearses=*/false, out_);
    const std::vector<core::FieldEdit> moved =
        edits_of_slots(edits, is_new ? nullptr : context_.record, is_new, out_.losses);
    FieldSelection chosen = select_fields(moved, properties(),
                                          {.is_new = is_new, .carries = xml_ ? fits_xml : nullptr});
    for (const FieldToSend& each : chosen.fields)
      out.properties.emplace_back(each.spelling.name, value_of(each));
    std::ranges::move(chosen.losses, std::back_inserter(out_.losses));
    out.empty = !is_new && out.properties.empty() && !edits.empty();
  }

  void update(Prepared& out, const core::UpdateCustomer& update) {
    select(out, update.edits, /*is_new=*/false);
    if (!out.empty) out.id = customer_number(update.subject, context_, out_);
  }

  void create(Prepared& out, const core::CreateCustomer& create) {
    if (!std::holds_alternative<core::Oneself>(create.parent))
      out_.losses.push_back(make_loss(LossKind::no_option, create.parent_field, std::nullopt,
                                      "a customer is always made below the one that signs in"));
    select(out, create.edits, /*is_new=*/true);
    for (const auto& [name, placeholder] : {std::pair("name", "NAME"), {"email", "EMAIL"}})
      if (!Tree(out.properties).find(name))
        out.properties.emplace_back(
            name,
            add_placeholder(out_, placeholder, std::string(name) + ", which Everlytic requires"));
  }

  void list(Prepared& out, const core::ListCustomers& list) {
    const CustomerQuery& query = list.query;
    const auto lose = [&](std::string_view what) { out_.losses.push_back(lost_condition(what)); };
    if (!std::holds_alternative<core::Oneself>(list.below))
      lose("everything below the customer that signs in is listed");
    if (!query.recursive) lose("customers at every depth are listed");
    if (!query.itself) lose("the customer that signs in is listed too");
    if (!query.name_contains.empty()) lose("names cannot be searched for");
    if (query.life == Life::deleted) out.properties.emplace_back("deleted", "yes");
    if (query.life == Life::all) lose("deleted customers are not listed with the others");
    for (const Match& match : query.where) filter(out, match);
    if (query.order == Order::name) out.order = "name";
    if (query.order == Order::account || query.order == Order::description)
      lose("lists are sorted by id or name");
    if (query.descending) out.direction = "desc";
    out.paging.count = std::clamp<std::size_t>(query.limit, 1, 500);
    if (out.paging.count != query.limit) lose("a page has at most 500 customers");
    out.paging.page = query.offset / out.paging.count + 1;
    if (query.offset % out.paging.count != 0) lose("pages begin at multiples of their size");
  }

  void filter(Prepared& out, const Match& match) {
    const auto row = std::ranges::find(properties(), match.target, &Spelling::target);
    if (row == properties().end()) {
      out_.losses.push_back(lost_filter(match));
      return;
    }
    out.properties.emplace_back(row->name, match.value ? to_text(*row, *match.value) : "");
  }

  const core::Call& call_;
  const ClientContext& context_;
  bool xml_;
  EncodedCall& out_;
};

http::Request request_of(Action action, std::initializer_list<std::string_view> segments) {
  const CallRow& row = kCalls[static_cast<std::size_t>(action)];
  return {.method = std::string(row.method), .path = path_of(row.path, segments)};
}

std::string list_query(const Prepared& prepared) {
  wire::form::Pairs pairs = {{"page", std::to_string(prepared.paging.page)},
                             {"count", std::to_string(prepared.paging.count)},
                             {"order", std::string(prepared.order)},
                             {"direction", std::string(prepared.direction)}};
  for (const auto& [name, value] : prepared.properties)
    pairs.emplace_back(name, value.text() ? *value.text() : "");
  return wire::form::write(pairs);
}

http::Request rest_request(Prepared& prepared) {
  switch (prepared.call) {
    case ClientCall::get:
      return request_of(Action::get, {prepared.id});
    case ClientCall::remove:
      return request_of(Action::remove, {prepared.id});
    case ClientCall::list: {
      http::Request out = request_of(Action::list, {});
      out.query = list_query(prepared);
      return out;
    }
    case ClientCall::update:
    case ClientCall::undelete:
    case ClientCall::create:
    case ClientCall::move:
    case ClientCall::adjust:
    case ClientCall::sign_in:
    case ClientCall::refresh:
    case ClientCall::request_status:
      break;
  }
  const bool is_new = prepared.call == ClientCall::create;
  http::Request out =
      is_new ? request_of(Action::create, {}) : request_of(Action::update, {prepared.id});
  out.headers.emplace_back("Content-Type", "application/json");
  out.body = wire::json::write(std::move(prepared.properties));
  return out;
}

// A number as <int>; a placeholder as it is.
Tree id_argument(const std::string& id) {
  if (parse_whole(id)) return wire::Number{id};
  return id;
}

wire::xmlrpc::RpcCall rpc_call(Prepared& prepared) {
  switch (prepared.call) {
    case ClientCall::get:
      return {"GetCustomer", {id_argument(prepared.id)}};
    case ClientCall::remove:
      return {"DeleteCustomer", {id_argument(prepared.id)}};
    case ClientCall::create:
      return {"CreateCustomer", {std::move(prepared.properties)}};
    case ClientCall::list:
      return {"ListCustomers",
              {Tree(static_cast<std::int64_t>(prepared.paging.page)),
               Tree(static_cast<std::int64_t>(prepared.paging.count)), Tree(prepared.order),
               Tree(prepared.direction), std::move(prepared.properties)}};
    case ClientCall::update:
    case ClientCall::undelete:
    case ClientCall::move:
    case ClientCall::adjust:
    case ClientCall::sign_in:
    case ClientCall::refresh:
    case ClientCall::request_status:
      break;
  }
  return {"UpdateCustomer", {id_argument(prepared.id), std::move(prepared.properties)}};
}

http::Request rpc_request(Prepared& prepared) {
  http::Request out = request_of(Action::rpc, {});
  out.headers.emplace_back("Content-Type", "text/xml; charset=utf-8");
  out.body = wire::xmlrpc::write_call(rpc_call(prepared));
  return out;
}

EncodedCall encoded(const core::Call& call, const ClientContext& context, bool xml) {
  EncodedCall out;
  auto prepared = Preparer(call, context, xml, out).prepare();
  if (!prepared) return without_operation(call);
  if (prepared->empty) return out;
  http::Request request = xml ? rpc_request(*prepared) : rest_request(*prepared);
  request.headers.emplace_back("Authorization", basic_authorization(context, out));
  out.request = std::move(request);
  return out;
}

}  // namespace

EncodedCall encode_call(const core::Call& call, const ClientContext& context) {
  return encoded(call, context, /*xml=*/false);
}

EncodedCall encode_rpc_call(const core::Call& call, const ClientContext& context) {
  return encoded(call, context, /*xml=*/true);
}

}  // namespace patchbay::doors::everlytic
