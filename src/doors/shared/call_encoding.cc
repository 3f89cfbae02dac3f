// Names customers by the key that a dialect wants.
#include "doors/shared/call_encoding.h"

#include <algorithm>

#include "base/digest.h"
#include "base/text.h"
#include "wire/form.h"

namespace patchbay::doors {

std::string add_placeholder(EncodedCall& out, std::string_view name, std::string_view meaning) {
  if (std::ranges::find(out.placeholders, name, &Placeholder::name) == out.placeholders.end())
    out.placeholders.push_back({std::string(name), std::string(meaning)});
  return std::string(name);
}

std::string customer_number(const core::Subject& subject, const ClientContext& context,
                            EncodedCall& out) {
  if (const auto* id = std::get_if<CustomerId>(&subject)) return std::to_string(id->value);
  if (context.record) {
    out.looked_up.emplace_back("the customer's number");
    return std::to_string(context.record->id.value);
  }
  return add_placeholder(out, "CUSTOMER_ID", "the customer's number");
}

std::string customer_uuid(const core::Subject& subject, const ClientContext& context,
                          EncodedCall& out) {
  if (const auto* uuid = std::get_if<Uuid>(&subject)) return uuid->text();
  if (context.record) {
    out.looked_up.emplace_back("the customer's UUID");
    return context.record->uuid.text();
  }
  return add_placeholder(out, "CUSTOMER_UUID", "the customer's UUID");
}

std::string customer_name(const core::Subject& subject, const ClientContext& context,
                          EncodedCall& out) {
  if (const auto* child = std::get_if<core::ChildNamed>(&subject)) return child->name;
  if (context.record) {
    out.looked_up.emplace_back("the customer's name");
    return context.record->name();
  }
  return add_placeholder(out, "CUSTOMER_NAME", "the customer's present name, exactly as it is");
}

NameAndPassword name_and_password(const ClientContext& context, EncodedCall& out) {
  if (const auto* given = std::get_if<core::NameAndSecret>(&context.credentials))
    return {given->name, std::string(given->secret.reveal())};
  return {add_placeholder(out, kUserPlaceholder, "the name that signs in"),
          add_placeholder(out, kPasswordPlaceholder, "its password or API key")};
}

std::string basic_authorization(const ClientContext& context, EncodedCall& out) {
  const NameAndPassword given = name_and_password(context, out);
  if (!std::holds_alternative<core::NameAndSecret>(context.credentials))
    return std::string(kBasicPlaceholder);
  return "Basic " + base64(given.name + ':' + given.password);
}

std::string bearer_authorization(const ClientContext& context, EncodedCall& out) {
  if (const auto* given = std::get_if<core::BearerToken>(&context.credentials))
    return "Bearer " + std::string(given->token.reveal());
  add_placeholder(out, kTokenPlaceholder, "a token of the call that signs in");
  return std::string(kBearerPlaceholder);
}

std::string path_of(std::string_view pattern, std::initializer_list<std::string_view> segments) {
  std::string out;
  const auto* next = segments.begin();
  for (const std::string_view piece : split(pattern, '/').size() > 1
                                          ? split(pattern.substr(1), '/')
                                          : std::vector<std::string_view>{}) {
    out += '/';
    if (piece.starts_with(':') && next != segments.end())
      out += wire::form::encode_component(*next++);
    else
      out += piece;
  }
  return out;
}

std::string sent_text(std::string_view name, const Target& target, const std::string& text,
                      const ClientContext& context, EncodedCall& out) {
  if (!row(target.field).secret() || context.sends_secrets || text.empty()) return text;
  return add_placeholder(out, upper(name), "the value of " + std::string(name));
}

void add_call_losses(const core::Call& call, bool rehearses, EncodedCall& out) {
  for (const Problem& problem : call.problems)
    out.losses.push_back(make_loss(LossKind::not_valid, problem.field, std::nullopt, problem.what));
  const auto lose = [&](std::string_view what) {
    out.losses.push_back(make_loss(LossKind::no_option, "", std::nullopt, what));
  };
  const core::CallOptions& options = call.options;
  if (options.rehearse && !rehearses)
    lose("the change was to be checked only; this request makes it");
  if (options.idempotency_key && options.idempotency_key->field != "api-id")
    lose("the idempotency key");
  if (options.if_version || options.if_match || options.if_none_match)
    lose("the version that the customer must have");
}

EncodedCall without_operation(const core::Call& call) {
  const auto asked = client_call(call.request);
  EncodedCall out;
  out.losses.push_back(make_loss(LossKind::no_operation, "", std::nullopt,
                                 asked ? word(*asked) : core::word(call.request)));
  return out;
}

const std::vector<core::FieldEdit>& edits_of(const core::Request& request) {
  static const std::vector<core::FieldEdit> kNone;
  if (const auto* update = std::get_if<core::UpdateCustomer>(&request)) return update->edits;
  if (const auto* create = std::get_if<core::CreateCustomer>(&request)) return create->edits;
  return kNone;
}

}  // namespace patchbay::doors
