// Reads one command: its envelope here, its elements through a Reader.
#include "doors/m2mportal/decode.h"

#include <algorithm>

#include "base/utf8.h"
#include "doors/m2mportal/reader.h"
#include "wire/position.h"

namespace patchbay::doors::m2mportal {
namespace {

constexpr std::size_t kApiIdLengthMax = 64;

using Attributes = std::vector<std::pair<std::string, std::string>>;

const std::string* api_id(const Attributes& attributes) {
  const auto found = std::ranges::find(attributes, "api-id", &Attributes::value_type::first);
  return found == attributes.end() ? nullptr : &found->second;
}

bool fits(const std::string& id) { return utf8::length(id) <= kApiIdLengthMax; }

std::string repeated(const Attributes& attributes) {
  const std::string* id = api_id(attributes);
  if (!id || !fits(*id)) return {};
  return " api-id=\"" + wire::xml::escape(*id) + '"';
}

Asked refused(Asked asked, int status, Fault fault) {
  asked.refused = std::move(fault);
  asked.refused_status = status;
  return asked;
}

// The envelope is answered with 200, whatever is wrong inside it.
Asked malformed(Asked asked, std::string what, std::string where = {}) {
  return refused(std::move(asked), 200, Fault(Wrong::malformed, std::move(what), std::move(where)));
}

std::string unreadable(const Complaint& complaint, std::string_view body) {
  return "the XML cannot be read" + wire::place_of(complaint, body) + ": " + complaint.what;
}

bool is_xml(std::string_view type) {
  return type.empty() || type == "application/xml" || type == "text/xml";
}

Asked unknown_command(Asked asked, const std::string& name) {
  std::vector<std::string_view> known;
  for (const CommandRow& row : kCommands) known.push_back(row.name);
  Problem problem = unknown_field(name, known);
  return malformed(std::move(asked), std::move(problem.what), std::move(problem.field));
}

// The subject and the changes of edit-customer.
core::Request edit(Reader& reader, std::string customer) {
  return core::Amend{.subject = core::ChildNamed{std::move(customer)},
                     .wishes = std::move(reader.wishes)};
}

core::Request add(Reader& reader, const std::string& customer) {
  reader.wishes.push_back(read(kCustomer, customer, kCustomer.name));
  return core::Create{.parent = core::Oneself{},
                      .wishes = std::move(reader.wishes),
                      .rules = {.unique_name = true}};
}

}  // namespace

Asked decode(const Arrival& arrival, const Settings& settings) {
  const http::Request& request = arrival.request;
  Asked asked{.route = static_cast<int>(Command::unknown)};
  if (const std::string type = request.content_type(); !is_xml(type))
    return refused(std::move(asked), 415,
                   Fault(Wrong::malformed, "must be application/xml or text/xml", "Content-Type"));

  const auto document = wire::xml::parse(request.body, {}, request.charset());
  if (!document) {
    asked.echo = repeated(document.error().root_attributes);
    return malformed(std::move(asked),
                     unreadable(document.error().complaint, arrival.request.body));
  }
  const wire::xml::Element& root = *document;
  asked.echo = repeated(root.attributes);
  const CommandRow* command = command_named(root.name);
  if (!command) return unknown_command(std::move(asked), root.name);
  asked.route = static_cast<int>(command->command);
  if (const std::string* version = root.attribute("version");
      version && *version != "1" && *version != "1.0")
    return malformed(std::move(asked), "must be 1", "version");

  Reader reader(*command, settings.m2mportal);
  reader.command(root);
  if (const std::string* id = api_id(root.attributes); id && !fits(*id))
    reader.blame("api-id",
                 "must be at most 64 characters, not " + std::to_string(utf8::length(*id)));
  if (!reader.customer) return malformed(std::move(asked), "is missing", "customer");
  if (reader.customer->empty()) return malformed(std::move(asked), "cannot be empty", "customer");

  core::Call& call = asked.call;
  call.caller = {std::move(reader.credentials), std::string(kName), request.source};
  call.demand.any_of = core::Privilege::administrator | core::Privilege::commerce;
  call.request = command->command == Command::edit_customer
                     ? edit(reader, std::move(*reader.customer))
                     : add(reader, *reader.customer);
  if (const std::string* id = api_id(root.attributes);
      id && !id->empty() && settings.m2mportal.api_id_is_idempotency_key)
    call.how.once = core::IdempotencyKey{.key = *id, .field = "api-id"};
  call.how.warnings = std::move(reader.warnings);
  call.problems = std::move(reader.problems);
  return asked;
}

}  // namespace patchbay::doors::m2mportal
