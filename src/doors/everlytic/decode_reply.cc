// Reads items, collections, ids and faults.
#include "doors/everlytic/decode_reply.h"

#include "base/text.h"
#include "doors/everlytic/faults.h"
#include "doors/everlytic/fields.h"
#include "doors/everlytic/property_reader.h"
#include "doors/shared/reply_decoding.h"
#include "wire/json.h"
#include "wire/xmlrpc.h"

namespace patchbay::doors::everlytic {
namespace {

using wire::Tree;

std::string text_of(const Tree* value) {
  if (!value) return {};
  if (const auto* text = value->text()) return *text;
  if (const auto* number = value->number()) return number->text;
  return {};
}

std::int64_t whole_of(const Tree* value) { return parse_whole(text_of(value)).value_or(0); }

ShownCustomer shown(const Tree& item) {
  ShownCustomer out{.subject = CustomerId{whole_of(item.find("id"))},
                    .name = text_of(item.find("name")),
                    .fields = {}};
  for (const Spelling& row : properties())
    if (const Tree* member = item.find(row.name)) {
      core::FieldEdit edit = edit_of(row, *member);
      edit.objection = std::nullopt;
      out.fields.push_back(std::move(edit));
    }
  return out;
}

Reply reply_of(ClientCall call, const Tree& item) {
  if (call == ClientCall::get) return shown(item);
  const Tree* id = item.object() ? item.find("id") : &item;
  return Accepted{.customer = CustomerId{whole_of(id)}};
}

ShownPage page_of(const wire::Array& items) {
  ShownPage out;
  for (const Tree& each : items) {
    const Tree* data = each.find("data");
    out.customers.push_back(shown(data ? *data : each));
  }
  return out;
}

bool has_next(const Tree& body) {
  const Tree* links = body.find("links");
  const wire::Array* all = links ? links->array() : nullptr;
  if (!all) return false;
  for (const Tree& each : *all)
    if (text_of(each.find("rel")) == "next") return true;
  return false;
}

Fault rest_fault(const http::Response& response, const Tree& error) {
  const std::int64_t code = whole_of(error.find("code"));
  return vendor_fault(kind_of(response.status, static_cast<int>(code)),
                      text_of(error.find("message")), properties());
}

}  // namespace

Result<Reply> decode_reply(ClientCall call, const http::Response& response) {
  const auto body = wire::json::parse(response.body, {.nodes_max = 500'000});
  if (!body || !body->object()) return std::unexpected(unreadable_reply(response, "a JSON object"));
  if (const Tree* error = body->find("error")) return std::unexpected(rest_fault(response, *error));
  if (const Tree* item = body->find("item")) return reply_of(call, *item);
  const Tree* collection = body->find("collection");
  if (!collection || !collection->array())
    return std::unexpected(unreadable_reply(response, "an item, a collection or an error"));
  ShownPage page = page_of(*collection->array());
  page.more = has_next(*body);
  return page;
}

Result<Reply> decode_rpc_reply(ClientCall call, const http::Response& response) {
  const auto read = wire::xmlrpc::parse_response(response.body);
  if (!read) return std::unexpected(unreadable_reply(response, "a method response"));
  if (const auto* fault = std::get_if<wire::xmlrpc::RpcFault>(&*read))
    return std::unexpected(vendor_fault(kind_of(0, fault->code), fault->message, properties()));
  const Tree& result = std::get<Tree>(*read);
  if (const wire::Array* items = result.array()) return page_of(*items);
  return reply_of(call, result);
}

}  // namespace patchbay::doors::everlytic
