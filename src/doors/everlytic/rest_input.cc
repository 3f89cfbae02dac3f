// Reads JSON, forms and queries.
#include "doors/everlytic/rest_input.h"

#include "wire/form.h"
#include "wire/json.h"
#include "wire/position.h"

namespace patchbay::doors::everlytic {
namespace {

std::nullopt_t refuse(DecodedRequest& decoded, int status, std::string what,
                      std::string field = {}) {
  decoded.refused = Fault(ErrorKind::malformed, std::move(what), std::move(field));
  decoded.refused_status = status;
  return std::nullopt;
}

std::optional<GivenProperties> read_pairs(std::string_view text, std::string_view place,
                                          DecodedRequest& decoded) {
  auto pairs = wire::form::parse(text, wire::form::Separators::ampersand);
  if (!pairs) {
    const ParseError& parse_error = pairs.error();
    const std::string what = parse_error.what + ", at " +
                             wire::character_at(text, parse_error.offset) + " of the " +
                             std::string(place);
    if (parse_error.where.empty())
      return refuse(decoded, 400, "the " + std::string(place) + " must not hold " + what);
    return refuse(decoded, 400, "must not hold " + what, parse_error.where);
  }
  GivenProperties out;
  for (auto& [name, value] : *pairs) out.emplace_back(std::move(name), std::move(value));
  return out;
}

std::optional<GivenProperties> read_json(std::string_view text, DecodedRequest& decoded) {
  auto tree = wire::json::parse(text);
  if (!tree) {
    const ParseError& parse_error = tree.error();
    return refuse(decoded, 400,
                  "the body is not good JSON" + wire::describe_location(parse_error, text) + ": " +
                      parse_error.what);
  }
  if (wire::Object* members = tree->object()) return std::move(*members);
  // PHP writes every empty array this way, even one that stands for an object.
  if (const wire::Array* items = tree->array(); items && items->empty()) return GivenProperties{};
  return refuse(decoded, 400, "the body must be a JSON object, not " + std::string(tree->kind()));
}

}  // namespace

std::optional<GivenProperties> read_body(const http::Request& request, DecodedRequest& decoded) {
  const std::string type = request.content_type();
  if (type == "application/json") return read_json(request.body, decoded);
  if (type == "application/x-www-form-urlencoded") return read_pairs(request.body, "body", decoded);
  if (type.empty() && request.body.empty()) return GivenProperties{};
  return refuse(decoded, 415, "must be application/json or application/x-www-form-urlencoded",
                "Content-Type");
}

std::optional<GivenProperties> read_query(const http::Request& request, DecodedRequest& decoded) {
  return read_pairs(request.query, "query", decoded);
}

}  // namespace patchbay::doors::everlytic
