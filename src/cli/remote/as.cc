// The command `as`: reads or changes a customer through the door of a vendor, and shows exactly
// what is sent and answered.
#include <cstdio>
#include <memory>

#include <CLI/CLI.hpp>

#include "base/result.h"
#include "base/text.h"
#include "cli/command.h"
#include "cli/remote/assignments.h"
#include "cli/remote/door_session.h"
#include "cli/remote/remote_options.h"
#include "cli/remote/shown.h"
#include "doors/native/customers/value_json.h"
#include "doors/shared/http_text.h"
#include "doors/translate.h"
#include "wire/json.h"

namespace patchbay::app {
namespace {

struct AsArguments {
  RemoteOptions remote;
  std::string door;
  std::string customer;
  TypedValues typed;
  std::string transport;
  bool dry = false;
  bool lossy = false;

  [[nodiscard]] bool only_reads() const { return typed.values.empty() && typed.secrets.empty(); }
};

void keep_value(Record& record, Field field, const Uuid& part, const wire::Tree& tree) {
  const core::FieldEdit edit = doors::native::to_edit(field, {}, tree, "");
  if (edit.objection) return;
  if (const auto* value = std::get_if<Value>(&edit.edit)) record.values.set({field, part}, *value);
}

void keep_values(Record& record, Section section, const Uuid& part, const wire::Tree& object) {
  for (const FieldRow& each : field_rows(section))
    if (const wire::Tree* found = object.find(each.key))
      if (const auto field = find_field(section, each.key); field && !each.secret())
        keep_value(record, *field, part, *found);
}

// The customer that the native API shows, without its secrets.
Record record_of(const wire::Tree& shown) {
  Record out;
  out.id = CustomerId{parse_whole(member_text(shown, "id")).value_or(0)};
  out.uuid = Uuid::parse(member_text(shown, "uuid")).value_or(Uuid{});
  out.version = parse_whole(member_text(shown, "version")).value_or(0);
  keep_values(out, Section::customer, {}, shown);
  for (const Section section : {Section::address, Section::contact})
    if (const wire::Tree* parts = shown.find(word(section)); parts && parts->object())
      for (const auto& [id, part] : *parts->object())
        if (const auto uuid = Uuid::parse(id)) keep_values(out, section, *uuid, part);
  return out;
}

// The way in which the dialect is spoken.
Answer<const doors::ClientTransport*> transport_of(const AsArguments& arguments) {
  const doors::DialectClient* const client = doors::speaking_client_of(arguments.door);
  std::vector<std::string> known;
  if (!client) {
    for (const std::string_view each : doors::dialects_spoken()) known.emplace_back(each);
    if (doors::client_of(arguments.door))
      return fail("replies of " + arguments.door + " are not read, only those of " +
                  join(known, ", ") + "; patchbay translate writes requests of it");
    return fail("there is no dialect \"" + arguments.door + "\", only " + join(known, ", "));
  }
  for (const doors::ClientTransport& each : client->transports) {
    if (arguments.transport.empty() || each.name == arguments.transport) return &each;
    known.emplace_back(each.name);
  }
  return fail("--transport must be one of " + join(known, ", "));
}

std::string losses_text(const std::vector<doors::Loss>& losses) {
  std::string out;
  for (const doors::Loss& each : losses)
    out += (out.empty() ? "" : "; ") + (each.field.empty() ? "" : each.field + ": ") + each.why;
  return out;
}

int code_of(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::no_credentials:
    case ErrorKind::bad_credentials:
    case ErrorKind::bad_token:
    case ErrorKind::not_allowed_here:
    case ErrorKind::role_denied:
    case ErrorKind::own_record:
      return kNotAllowed;
    case ErrorKind::version_required:
    case ErrorKind::version_differs:
    case ErrorKind::conflict:
    case ErrorKind::plan_locked:
      return kRefused;
    case ErrorKind::malformed:
    case ErrorKind::too_many_requests:
    case ErrorKind::unknown_customer:
    case ErrorKind::unknown_object:
    case ErrorKind::invalid:
    case ErrorKind::damaged:
    case ErrorKind::unavailable:
    case ErrorKind::unknown_outcome:
      break;
  }
  return kError;
}

wire::Tree headers_json(const http::Headers& headers) {
  wire::Array out;
  for (const auto& [name, value] : headers)
    out.emplace_back(wire::Array{wire::Tree(name), wire::Tree(value)});
  return wire::Tree(std::move(out));
}

// {"request":{…},"reply":{…}}; credentials in the request are placeholders.
wire::Tree exchange_json(const ToServer& shown, const FromServer& reply) {
  return wire::Tree(
      wire::Object{{"request", wire::Tree(wire::Object{{"method", shown.method},
                                                       {"target", shown.target},
                                                       {"headers", headers_json(shown.headers)},
                                                       {"body", shown.body}})},
                   {"reply", wire::Tree(wire::Object{{"status", wire::Tree(reply.status)},
                                                     {"headers", headers_json(reply.headers)},
                                                     {"body", reply.body}})}});
}

std::string with_marks(std::string_view mark, const std::string& text) {
  std::string out;
  for (std::string_view line : split(text, '\n')) {
    if (line.ends_with('\r')) line.remove_suffix(1);
    out += std::string(mark) + on_one_line(line) + '\n';
  }
  return out;
}

// The request behind ">", the head of the reply behind "<", and its body exactly as it came. On a
// terminal, characters of the body that could steer it are escaped.
std::string exchange_text(const ToServer& shown, const FromServer& reply,
                          const Terminal& terminal) {
  std::string request = shown.method + ' ' + shown.target;
  for (const auto& [name, value] : shown.headers) request += '\n' + name + ": " + value;
  if (!shown.body.empty()) request += "\n\n" + shown.body;
  std::string head = std::to_string(reply.status);
  for (const auto& [name, value] : reply.headers) head += '\n' + name + ": " + value;
  const bool ends_line = reply.body.empty() || reply.body.ends_with('\n');
  const std::string body = terminal.width > 0 ? with_marks("", reply.body) : reply.body;
  return terminal.styled(with_marks("> ", request) + with_marks("< ", head), Style::faint) + body +
         (ends_line || terminal.width > 0 ? "" : "\n");
}

// A change that is sent twice, because a connection broke, is done once.
http::Headers headers_beside(const AsArguments& arguments) {
  if (arguments.dry) return {{"Patchbay-Rehearse", "true"}};
  if (arguments.only_reads()) return {};
  return {{"Idempotency-Key", Uuid::make(*system_random()).text()}};
}

core::Call call_of(const AsArguments& arguments, const Record& record,
                   std::vector<core::FieldEdit> edits) {
  core::Call out;
  if (arguments.only_reads())
    out.request = core::GetCustomer{.subject = record.id};
  else
    out.request = core::UpdateCustomer{.subject = record.id, .edits = std::move(edits)};
  return out;
}

Answer<int> act_as(AsArguments& arguments) {
  TRY_DO(arguments.remote.prepare());
  const doors::ClientTransport& transport = *TRY(transport_of(arguments));
  const auto assignments = TRY(parse_assignments(arguments.typed, arguments.door));
  auto edits = TRY(edits_of_assignments(assignments));
  const Session session = TRY(arguments.remote.open());
  const std::string path = TRY(customer_path(session, arguments.customer));
  const Record record = record_of(TRY(session.call({.target = path})).tree);
  const core::Call call = call_of(arguments, record, std::move(edits));
  const doors::EncodedCall shown = transport.encode_call(call, {.record = &record});
  if (!shown.request)
    return fail(arguments.door + " cannot express this: " + losses_text(shown.losses));
  if (!shown.losses.empty() && !arguments.lossy)
    return fail(arguments.door + " would lose something, so nothing was sent: " +
                losses_text(shown.losses) + "; say --lossy to send the rest");
  const auto credentials = TRY(credentials_for(session, arguments.door, transport));
  const doors::EncodedCall sent = transport.encode_call(
      call, {.credentials = credentials, .record = &record, .sends_secrets = true});
  if (!sent.request) return fail(arguments.door + " cannot express this");
  const http::Headers more = headers_beside(arguments);
  const FromServer reply = TRY(session.send_as_is(to_server(*sent.request, more)));
  const ToServer to_show = to_server(*shown.request, more);
  TRY_DO(arguments.remote.print(exchange_json(to_show, reply), [&](const Terminal& terminal) {
    return exchange_text(to_show, reply, terminal);
  }));
  const auto asked = arguments.only_reads() ? doors::ClientCall::get : doors::ClientCall::update;
  const auto decoded = transport.decode_reply(
      asked, {.status = reply.status, .headers = reply.headers, .body = reply.body});
  if (!decoded) return fail(decoded.error().sentence(), code_of(decoded.error().kind));
  return kDone;
}

}  // namespace

Run define_as(CLI::App& command) {
  const auto arguments = std::make_shared<AsArguments>();
  command
      .add_option("door", arguments->door, "The dialect: m2mportal, flolive, everlytic, enswitch")
      ->required();
  command.add_option("customer", arguments->customer, "Its id, uuid or whole name")->required();
  arguments->typed.add_to(command,
                          "NAME=VALUE for each field that is changed, in the names of the door or "
                          "canonical ones; without any, the customer is read");
  command.add_option("--transport", arguments->transport,
                     "How it is spoken, if there are several ways: rest or xml-rpc of everlytic");
  command.add_flag("--lossy", arguments->lossy, "Send what the dialect can express of the change");
  command.add_flag("--dry-run", arguments->dry,
                   "Let the door answer as it would, and write nothing");
  arguments->remote.add_to(command);
  return [arguments] { return finish(act_as(*arguments)); };
}

}  // namespace patchbay::app
