// Writes parameters by the rows that reading uses.
#include "doors/enswitch/encode_call.h"

#include <algorithm>

#include "doors/enswitch/calls.h"
#include "doors/enswitch/encode_call_list.h"
#include "doors/enswitch/fields.h"
#include "doors/shared/call_encoding.h"
#include "doors/shared/field_selection.h"

namespace patchbay::doors::enswitch {
namespace {

using wire::form::Pairs;

// One request being written.
struct CallWriter {
  const core::Call& call;
  const ClientContext& context;
  EncodedCall out{};
  Pairs pairs{};

  void add(std::string_view name, std::string text) {
    pairs.emplace_back(std::string(name), std::move(text));
  }

  void credentials() {
    if (const auto* token = std::get_if<core::BearerToken>(&context.credentials))
      return add("auth_token", std::string(token->token.reveal()));
    const NameAndPassword who = name_and_password(context, out);
    add("auth_username", who.name);
    add("auth_password", who.password);
  }

  void fields(const FieldSelection& chosen) {
    for (const FieldToSend& each : chosen.fields)
      add(each.spelling.name,
          sent_text(each.spelling.name, each.spelling.target, each.text, context, out));
    std::ranges::copy(chosen.losses, std::back_inserter(out.losses));
  }

  EncodedCall finish(Action action) {
    Pairs all = std::move(pairs);
    pairs = {};
    credentials();
    std::ranges::move(all, std::back_inserter(pairs));
    const CallRow& row = kCalls[static_cast<std::size_t>(action)];
    out.request = http::Request{.method = "POST",
                                .path = std::string(row.path),
                                .headers = {{"Content-Type", "application/x-www-form-urlencoded"}},
                                .body = wire::form::write(pairs)};
    return std::move(out);
  }
};

std::vector<Spelling> rows_of_update() {
  std::vector<Spelling> out(spellings().begin(), spellings().end());
  out.insert(out.end(), shown_only().begin(), shown_only().end());
  return out;
}

// An update cannot change `deleted`: there are calls for it.
void name_other_calls(std::vector<Loss>& losses, std::span<const core::FieldEdit> edits) {
  for (const core::FieldEdit& edit : edits) {
    if (edit.target != Target{.field = Field::deleted}) continue;
    for (Loss& loss : losses)
      if (loss.field == edit.field && loss.kind == LossKind::read_only)
        loss = make_loss(LossKind::another_call, loss.field, loss.value,
                         "customers/delete or customers/undelete");
  }
}

void keep_events_url(CallWriter& writer) {
  const Spelling& row = spelling("events_url");
  if (std::ranges::find(writer.pairs, row.name, &Pairs::value_type::first) != writer.pairs.end())
    return;
  if (!writer.context.record)
    return writer.add(row.name, add_placeholder(writer.out, "EVENTS_URL",
                                                "the customer's present events_url, or nothing if "
                                                "it has none: Enswitch empties it if it is left "
                                                "out"));
  auto present = to_text(row, *writer.context.record);
  if (!present) return;
  writer.out.looked_up.emplace_back("events_url, which Enswitch empties if it is left out");
  writer.add(row.name, std::move(*present));
}

EncodedCall update(CallWriter& writer, const core::UpdateCustomer& update) {
  EncodedCall& out = writer.out;
  add_call_losses(writer.call, /*rehearses=*/true, out);
  const std::vector<core::FieldEdit> edits =
      edits_of_slots(update.edits, writer.context.record, /*is_new=*/false, out.losses);
  FieldSelection chosen = select_fields(edits, rows_of_update());
  name_other_calls(chosen.losses, edits);
  const bool nothing = chosen.fields.empty() && !update.edits.empty();
  writer.add("id", customer_number(update.subject, writer.context, out));
  writer.fields(chosen);
  if (nothing) return std::move(out);
  keep_events_url(writer);
  if (writer.call.options.rehearse) writer.add("validation", "1");
  return writer.finish(Action::update);
}

void parent(CallWriter& writer, const core::Subject& below) {
  if (std::holds_alternative<core::Oneself>(below)) return;
  writer.add("parent", customer_number(below, writer.context, writer.out));
}

EncodedCall create(CallWriter& writer, const core::CreateCustomer& create) {
  EncodedCall& out = writer.out;
  add_call_losses(writer.call, /*rehearses=*/true, out);
  parent(writer, create.parent);
  const std::vector<core::FieldEdit> edits =
      edits_of_slots(create.edits, nullptr, /*is_new=*/true, out.losses);
  writer.fields(select_fields(edits, rows_of_update(), {.is_new = true}));
  for (const auto& [name, placeholder] :
       {std::pair("name", "NAME"), {"plan", "PLAN"}, {"email", "EMAIL"}})
    if (std::ranges::find(writer.pairs, name, &Pairs::value_type::first) == writer.pairs.end())
      writer.add(
          name, add_placeholder(out, placeholder, std::string(name) + ", which Enswitch requires"));
  if (writer.call.options.rehearse) writer.add("validation", "1");
  return writer.finish(Action::create);
}

EncodedCall mark(CallWriter& writer, const core::UpdateCustomer& update, Action action) {
  add_call_losses(writer.call, /*rehearses=*/false, writer.out);
  writer.add("id", customer_number(update.subject, writer.context, writer.out));
  return writer.finish(action);
}

EncodedCall move(CallWriter& writer, const core::UpdateCustomer& update) {
  EncodedCall& out = writer.out;
  add_call_losses(writer.call, /*rehearses=*/false, out);
  writer.add("id", customer_number(update.subject, writer.context, out));
  if (const auto& parent = update.move_to) writer.add("parent", std::to_string(parent->value));
  const Spelling rows[] = {spelling("plan")};
  writer.fields(select_fields(update.edits, rows));
  if (writer.pairs.back().first != "plan")
    writer.add("plan", add_placeholder(out, "PLAN", "the rate plan, which Enswitch requires"));
  return writer.finish(Action::move);
}

EncodedCall adjust(CallWriter& writer, const core::UpdateCustomer& update) {
  if (!update.adjustment) return without_operation(writer.call);
  const core::Adjustment& adjustment = *update.adjustment;
  const bool money = adjustment.field == Field::balance;
  if (!money && adjustment.field != Field::seconds_left) return without_operation(writer.call);
  add_call_losses(writer.call, /*rehearses=*/false, writer.out);
  writer.add("id", customer_number(update.subject, writer.context, writer.out));
  writer.add(money ? "amount" : "seconds", adjustment.amount.text());
  if (!writer.call.options.reason.empty()) writer.add("description", writer.call.options.reason);
  return writer.finish(money ? Action::add_balance : Action::add_time);
}

EncodedCall get(CallWriter& writer, const core::GetCustomer& get) {
  const auto* matching = std::get_if<core::CustomerMatching>(&get.subject);
  const auto* child = std::get_if<core::ChildNamed>(&get.subject);
  if (matching && matching->match.value) {
    for (const std::string_view by : {"email", "name"})
      if (spelling(by).target == matching->match.target)
        writer.add(by, to_text(spelling(by), *matching->match.value));
  } else if (child) {
    writer.add("name", child->name);
  }
  if (writer.pairs.empty())
    writer.add("id", customer_number(get.subject, writer.context, writer.out));
  return writer.finish(Action::get);
}

EncodedCall list(CallWriter& writer, const core::ListCustomers& list) {
  parent(writer, list.below);
  std::ranges::move(list_parameters(list, writer.out.losses), std::back_inserter(writer.pairs));
  return writer.finish(Action::list);
}

EncodedCall sign_in(CallWriter& writer) {
  writer.add("token", "1");
  return writer.finish(Action::login);
}

// The pieces of a query or form that do not say who asks, with the separators between them.
std::string without_credentials(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find_first_of("&;", at), text.size());
    const std::string_view piece = text.substr(at, end - at);
    const auto name = wire::form::decode_component(piece.substr(0, piece.find('=')));
    if (!name || !name->starts_with("auth_")) out += text.substr(at, end - at + 1);
    at = end + 1;
  }
  return out;
}

}  // namespace

EncodedCall encode_call(const core::Call& call, const ClientContext& context) {
  const auto asked = client_call(call.request);
  if (!asked) return without_operation(call);
  CallWriter writer{call, context};
  const auto* changed = std::get_if<core::UpdateCustomer>(&call.request);
  switch (*asked) {
    case ClientCall::update:
      return update(writer, *changed);
    case ClientCall::get:
      return get(writer, std::get<core::GetCustomer>(call.request));
    case ClientCall::list:
      return list(writer, std::get<core::ListCustomers>(call.request));
    case ClientCall::create:
      return create(writer, std::get<core::CreateCustomer>(call.request));
    case ClientCall::remove:
      return mark(writer, *changed, Action::remove);
    case ClientCall::undelete:
      return mark(writer, *changed, Action::undelete);
    case ClientCall::move:
      return move(writer, *changed);
    case ClientCall::adjust:
      return adjust(writer, *changed);
    case ClientCall::sign_in:
      return sign_in(writer);
    case ClientCall::refresh:
    case ClientCall::request_status:
      return without_operation(call);
  }
  return without_operation(call);
}

bool put_credentials(http::Request& request, const core::Credentials& credentials) {
  request.query = without_credentials(request.query);
  request.body = without_credentials(request.body);
  Pairs own;
  if (const auto* token = std::get_if<core::BearerToken>(&credentials))
    own.emplace_back("auth_token", token->token.reveal());
  if (const auto* named = std::get_if<core::NameAndSecret>(&credentials)) {
    own.emplace_back("auth_username", named->name);
    own.emplace_back("auth_password", named->secret.reveal());
  }
  const std::string written = wire::form::write(own);
  request.query = written + (request.query.empty() ? "" : "&" + request.query);
  return true;
}

}  // namespace patchbay::doors::enswitch
