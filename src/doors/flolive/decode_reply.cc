// Reads the envelope: errorCode, errorMessage, content and pageable.
#include "doors/flolive/decode_reply.h"

#include <deque>

#include "base/text.h"
#include "doors/flolive/customer_reader.h"
#include "doors/flolive/faults.h"
#include "doors/shared/reply_decoding.h"
#include "wire/json.h"

namespace patchbay::doors::flolive {
namespace {

using wire::Tree;

std::string text_of(const Tree* value) {
  if (!value) return {};
  if (const auto* text = value->text()) return *text;
  if (const auto* number = value->number()) return number->text;
  return {};
}

std::int64_t whole_of(const Tree* value) { return parse_whole(text_of(value)).value_or(0); }

std::optional<core::Subject> subject_of(const Tree* id) {
  if (const auto uuid = Uuid::parse(text_of(id))) return *uuid;
  return std::nullopt;
}

ShownCustomer shown(const Tree& item) {
  CustomerReader reader(CustomerReader::Purpose::change, /*ignore_unknown=*/true);
  reader.customer(*item.object());
  for (core::FieldEdit& edit : reader.edits) edit.objection = std::nullopt;
  return {subject_of(item.find("customerId")), text_of(item.find("name")), std::move(reader.edits)};
}

ShownPage page_of(const wire::Array& content, const Tree* pageable) {
  ShownPage out;
  for (const Tree& each : content)
    out.customers.push_back(
        {subject_of(each.find("customerId")), text_of(each.find("customerName")), {}});
  if (!pageable) return out;
  out.total = static_cast<std::size_t>(whole_of(pageable->find("totalElements")));
  out.more = whole_of(pageable->find("page")) + 1 < whole_of(pageable->find("totalPages"));
  return out;
}

RequestProgress progress_of(const std::string& status) {
  if (status == "SUCCESS") return RequestProgress::done;
  return status == "OPEN" ? RequestProgress::open : RequestProgress::failed;
}

// The rows that the message of a fault may name, with the names of their objects before them.
struct FaultNames {
  std::deque<std::string> names{};  // stay where they are while more are added
  std::vector<Spelling> rows{};

  FaultNames() {
    add("", kNewCustomer);
    add("invoiceConfiguration.", kInvoice);
    add("contact.", kContact);
    add("address.", kAddress);
  }
  void add(const std::string& prefix, std::span<const Member> members) {
    using Kind = Member::Kind;
    for (const Member& each : members) {
      if (each.kind != Kind::value && each.kind != Kind::numbers && each.kind != Kind::list)
        continue;
      Spelling row = each.spelling({});
      row.name = names.emplace_back(prefix + std::string(each.name));
      rows.push_back(row);
    }
  }
};

// The message without the documented words that it begins with.
std::string detail_of(std::string message, const std::string& code) {
  const std::string documented = std::string(documented_message(code)) + ": ";
  if (documented.size() > 2 && message.starts_with(documented)) message.erase(0, documented.size());
  return message;
}

Result<Reply> content_of(ClientCall call, const wire::Array& content, const Tree& body) {
  if (call == ClientCall::list) return page_of(content, body.find("pageable"));
  if (content.empty() || !content.front().object()) return Accepted{};
  const Tree& first = content.front();
  switch (call) {
    case ClientCall::get:
      return shown(first);
    case ClientCall::sign_in:
    case ClientCall::refresh:
      return GivenTokens{Secret(text_of(first.find("token"))),
                         Secret(text_of(first.find("refreshToken"))),
                         whole_of(first.find("validityTime"))};
    case ClientCall::request_status:
      return progress_of(text_of(first.find("status")));
    case ClientCall::update:
    case ClientCall::create:
    case ClientCall::list:
    case ClientCall::remove:
    case ClientCall::undelete:
    case ClientCall::move:
    case ClientCall::adjust:
      return Accepted{.customer = subject_of(first.find("customerId")),
                      .request = Uuid::parse(text_of(first.find("requestId")))};
  }
  return Accepted{};
}

}  // namespace

Result<Reply> decode_reply(ClientCall call, const http::Response& response) {
  const auto body = wire::json::parse(response.body, {.nodes_max = 500'000});
  const Tree* code = body ? body->find("errorCode") : nullptr;
  if (!code || !code->text())
    return std::unexpected(unreadable_reply(response, "JSON with errorCode"));
  if (!code->text()->empty())
    return std::unexpected(vendor_fault(
        kind_of(response.status, *code->text()),
        detail_of(text_of(body->find("errorMessage")), *code->text()), FaultNames().rows));
  const Tree* content = body->find("content");
  if (!content || !content->array())
    return std::unexpected(unreadable_reply(response, "JSON with content"));
  return content_of(call, *content->array(), *body);
}

}  // namespace patchbay::doors::flolive
