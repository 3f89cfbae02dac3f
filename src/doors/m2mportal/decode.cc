// Reads one command: the envelope here, its elements with a CommandReader.
#include "doors/m2mportal/decode.h"

#include <algorithm>

#include "base/utf8.h"
#include "doors/m2mportal/calls.h"
#include "doors/m2mportal/command_reader.h"
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

DecodedRequest refused(DecodedRequest decoded, int status, Fault fault) {
  decoded.refused = std::move(fault);
  decoded.refused_status = status;
  return decoded;
}

// Errors inside a readable envelope have HTTP status 200.
DecodedRequest malformed(DecodedRequest decoded, std::string what, std::string where = {}) {
  return refused(std::move(decoded), 200,
                 Fault(ErrorKind::malformed, std::move(what), std::move(where)));
}

std::string unreadable(const ParseError& parse_error, std::string_view body) {
  return "the XML cannot be read" + wire::describe_location(parse_error, body) + ": " +
         parse_error.what;
}

bool is_xml(std::string_view type) {
  return type.empty() || type == "application/xml" || type == "text/xml";
}

DecodedRequest unknown_command(DecodedRequest decoded, const std::string& name) {
  std::vector<std::string_view> known;
  for (const CommandRow& row : kCommands) known.push_back(row.name);
  Problem problem = unknown_field(name, known);
  return malformed(std::move(decoded), std::move(problem.what), std::move(problem.field));
}

}  // namespace

DecodedRequest decode(const RoutedRequest& routed, const Settings& settings) {
  const http::Request& request = routed.request;
  DecodedRequest decoded{.route = static_cast<int>(Command::unknown)};
  if (const std::string type = request.content_type(); !is_xml(type))
    return refused(
        std::move(decoded), 415,
        Fault(ErrorKind::malformed, "must be application/xml or text/xml", "Content-Type"));

  const auto document = wire::xml::parse(request.body, {}, request.charset());
  if (!document) {
    decoded.echo = repeated(document.error().root_attributes);
    return malformed(std::move(decoded),
                     unreadable(document.error().parse_error, routed.request.body));
  }
  const wire::xml::Element& root = *document;
  decoded.echo = repeated(root.attributes);
  const CommandRow* command = find_command(root.name);
  if (!command) return unknown_command(std::move(decoded), root.name);
  decoded.route = static_cast<int>(command->command);
  if (const std::string* version = root.attribute("version");
      version && *version != "1" && *version != "1.0")
    return malformed(std::move(decoded), "must be 1", "version");

  CommandReader reader(command->elements(), settings.m2mportal);
  reader.command(root);
  if (const std::string* id = api_id(root.attributes); id && !fits(*id))
    reader.add_problem("api-id",
                       "must be at most 64 characters, not " + std::to_string(utf8::length(*id)));
  if (!reader.customer) return malformed(std::move(decoded), "is missing", "customer");
  if (reader.customer->empty()) return malformed(std::move(decoded), "cannot be empty", "customer");

  core::Call& call = decoded.call;
  call.caller = {std::move(reader.credentials), std::string(kName), request.source};
  call.required_privilege = command->required_privilege;
  call.request = command->read(reader, *reader.customer);
  if (const std::string* id = api_id(root.attributes);
      id && !id->empty() && settings.m2mportal.api_id_is_idempotency_key)
    call.options.idempotency_key = core::IdempotencyKey{.key = *id, .field = "api-id"};
  call.options.warnings = std::move(reader.warnings);
  call.problems = std::move(reader.problems);
  return decoded;
}

}  // namespace patchbay::doors::m2mportal
