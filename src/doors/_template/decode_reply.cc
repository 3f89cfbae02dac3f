// Reads the object of a customer, or `error`.
#include "doors/_template/decode_reply.h"

#include "base/text.h"
#include "doors/_template/faults.h"
#include "doors/_template/fields.h"
#include "doors/shared/reply_decoding.h"
#include "wire/json.h"

namespace patchbay::doors::template_dialect {
namespace {

std::string text_of(const wire::Tree* value) {
  const std::string* text = value ? value->text() : nullptr;
  return text ? *text : std::string();
}

}  // namespace

Result<Reply> decode_reply(ClientCall call, const http::Response& response) {
  const auto body = wire::json::parse(response.body);
  if (!body || !body->object()) return std::unexpected(unreadable_reply(response, "a JSON object"));
  if (body->find("error"))
    return std::unexpected(
        vendor_fault(kind_of(response.status), text_of(body->find("error")), fields()));
  const wire::Tree* number = body->find("id");
  const CustomerId id{number && number->number() ? parse_whole(number->number()->text).value_or(0)
                                                 : 0};
  if (call != ClientCall::get) return Accepted{.customer = id};
  ShownCustomer out{.subject = id, .name = text_of(body->find("name")), .fields = {}};
  for (const Spelling& row : fields())
    if (const wire::Tree* member = body->find(row.name)) {
      core::FieldEdit edit = parse_edit(row, text_of(member), row.name);
      edit.objection = std::nullopt;
      out.fields.push_back(std::move(edit));
    }
  return out;
}

}  // namespace patchbay::doors::template_dialect
