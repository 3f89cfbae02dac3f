// Reads JSON, forms and queries.
#include "doors/everlytic/body.h"

#include "wire/form.h"
#include "wire/json.h"
#include "wire/position.h"

namespace patchbay::doors::everlytic {
namespace {

std::nullopt_t refuse(Asked& asked, int status, std::string what, std::string field = {}) {
  asked.refused = Fault(Wrong::malformed, std::move(what), std::move(field));
  asked.refused_status = status;
  return std::nullopt;
}

std::optional<Given> read_pairs(std::string_view text, std::string_view place, Asked& asked) {
  auto pairs = wire::form::parse(text, wire::form::Separators::ampersand);
  if (!pairs) {
    const Complaint& complaint = pairs.error();
    const std::string what = complaint.what + ", at " + wire::character_at(text, complaint.offset) +
                             " of the " + std::string(place);
    if (complaint.where.empty())
      return refuse(asked, 400, "the " + std::string(place) + " must not hold " + what);
    return refuse(asked, 400, "must not hold " + what, complaint.where);
  }
  Given out;
  for (auto& [name, value] : *pairs) out.emplace_back(std::move(name), std::move(value));
  return out;
}

std::optional<Given> read_json(std::string_view text, Asked& asked) {
  auto tree = wire::json::parse(text);
  if (!tree) {
    const Complaint& complaint = tree.error();
    return refuse(
        asked, 400,
        "the body is not good JSON" + wire::place_of(complaint, text) + ": " + complaint.what);
  }
  if (wire::Object* members = tree->object()) return std::move(*members);
  // PHP writes an array without members so, whatever it was meant to be.
  if (const wire::Array* items = tree->array(); items && items->empty()) return Given{};
  return refuse(asked, 400, "the body must be a JSON object, not " + std::string(tree->kind()));
}

}  // namespace

std::optional<Given> read_body(const http::Request& request, Asked& asked) {
  const std::string type = request.content_type();
  if (type == "application/json") return read_json(request.body, asked);
  if (type == "application/x-www-form-urlencoded") return read_pairs(request.body, "body", asked);
  if (type.empty() && request.body.empty()) return Given{};
  return refuse(asked, 415, "must be application/json or application/x-www-form-urlencoded",
                "Content-Type");
}

std::optional<Given> read_query(const http::Request& request, Asked& asked) {
  return read_pairs(request.query, "query", asked);
}

}  // namespace patchbay::doors::everlytic
