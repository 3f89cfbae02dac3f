// Refuses a body with the place where it ceases to be JSON.
#include "doors/tmf629/read_body.h"

#include <algorithm>

#include "wire/json.h"
#include "wire/position.h"

namespace patchbay::doors::tmf629 {

void refuse_request(CallInput& input, int status, std::string what, std::string where) {
  input.decoded.refused = Fault(ErrorKind::malformed, std::move(what), std::move(where));
  input.decoded.refused_status = status;
}

bool has_type(CallInput& input, std::span<const std::string_view> accepted) {
  const std::string type = input.routed.request.content_type();
  if (std::ranges::find(accepted, type) != accepted.end()) return true;
  std::string names;
  for (const std::string_view each : accepted) names.append(names.empty() ? "" : ", ").append(each);
  refuse_request(
      input, 415,
      std::string("the content type must be ") + (accepted.size() > 1 ? "one of " : "") + names);
  return false;
}

std::optional<wire::Tree> read_document(CallInput& input) {
  auto tree = wire::json::parse(input.routed.request.body);
  if (tree) return std::move(*tree);
  const ParseError& error = tree.error();
  const std::string place = wire::line_and_column(input.routed.request.body, error.offset);
  const std::string what = error.where.empty() ? "the body is not good JSON" : "is not good JSON";
  refuse_request(input, 400, what + " at " + place + ": " + error.what, error.where);
  return std::nullopt;
}

std::optional<wire::Object> read_object(CallInput& input) {
  auto tree = read_document(input);
  if (!tree) return std::nullopt;
  if (tree->object()) return std::move(*tree->object());
  refuse_request(input, 400, "the body must be a JSON object, not " + std::string(tree->kind()));
  return std::nullopt;
}

}  // namespace patchbay::doors::tmf629
