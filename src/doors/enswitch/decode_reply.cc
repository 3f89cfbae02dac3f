// Reads `responses` and `data`.
#include "doors/enswitch/decode_reply.h"

#include "base/text.h"
#include "doors/enswitch/faults.h"
#include "doors/enswitch/fields.h"
#include "doors/shared/reply_decoding.h"
#include "wire/json.h"

namespace patchbay::doors::enswitch {
namespace {

std::string text_of(const wire::Tree* value) {
  if (!value) return {};
  if (const auto* text = value->text()) return *text;
  if (const auto* number = value->number()) return number->text;
  return {};
}

std::int64_t whole_of(const wire::Tree* value) { return parse_whole(text_of(value)).value_or(0); }

ShownCustomer shown(const wire::Tree& data) {
  ShownCustomer out{.subject = CustomerId{whole_of(data.find("id"))},
                    .name = text_of(data.find("name")),
                    .fields = {}};
  for (const auto rows : {spellings(), shown_only()})
    for (const Spelling& row : rows)
      if (const wire::Tree* member = data.find(row.name)) {
        core::FieldEdit edit = parse_edit(row, text_of(member), row.name);
        edit.objection = std::nullopt;
        out.fields.push_back(std::move(edit));
      }
  return out;
}

Fault fault_of(const wire::Array& responses) {
  const std::string code = text_of(responses.front().find("code"));
  Fault out(kind_of(code));
  for (const wire::Tree& each : responses) {
    const std::string key = text_of(each.find("key"));
    if (out.problems.size() >= kProblemsShown) break;
    const Spelling* row = find(spellings(), key);
    std::string words = text_of(each.find("message"));
    if (!key.empty() && words.starts_with(key + ' ')) words.erase(0, key.size() + 1);
    out.problems.push_back({out.kind, row ? record_path(row->target) : key, shortened(words)});
  }
  return out;
}

Result<doors::Reply> reply_data_of(ClientCall call, const wire::Tree& data) {
  if (call == ClientCall::create)
    return Accepted{.customer = CustomerId{whole_of(data.find("id"))}};
  if (call == ClientCall::sign_in)
    return GivenTokens{.token = Secret(text_of(data.find("auth_token"))),
                       .refresh_token = {},
                       .seconds = whole_of(data.find("auth_token_expiry"))};
  if (const wire::Array* items = data.array()) {
    ShownPage page;
    for (const wire::Tree& each : *items) page.customers.push_back(shown(each));
    return page;
  }
  if (data.find("count"))
    return ShownPage{.customers = {},
                     .more = false,
                     .total = static_cast<std::size_t>(whole_of(data.find("count")))};
  return shown(data);
}

}  // namespace

Result<doors::Reply> decode_reply(ClientCall call, const http::Response& response) {
  const auto body = wire::json::parse(response.body, {.nodes_max = 500'000});
  const wire::Tree* found = body ? body->find("responses") : nullptr;
  const wire::Array* responses = found ? found->array() : nullptr;
  if (!responses || responses->empty())
    return std::unexpected(unreadable_reply(response, "JSON with responses"));
  const std::string code = text_of(responses->front().find("code"));
  if (code == "201" || code == "204") return Accepted{.rehearsed = code == "201"};
  if (code != "200") return std::unexpected(fault_of(*responses));
  const wire::Tree* data = body->find("data");
  if (!data) return Accepted{};
  return reply_data_of(call, *data);
}

}  // namespace patchbay::doors::enswitch
