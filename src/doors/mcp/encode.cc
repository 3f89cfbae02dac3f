// A result by the method's own row, or an error of the protocol.
#include "doors/mcp/encode.h"

#include "doors/door.h"
#include "doors/mcp/faults.h"
#include "doors/mcp/methods.h"

namespace patchbay::doors::mcp {
namespace {

using wire::Object;
using wire::Tree;

// Lists stay as they are while a server runs; an hour later another version may run.
constexpr std::int64_t kListMs = 3'600'000;

void add_lifetime(const Method& method, Object& result) {
  if (method.kept == Kept::unsaid) return;
  const bool is_shared = method.kept == Kept::by_all;
  result.emplace_back("ttlMs", Tree(is_shared ? kListMs : std::int64_t{0}));
  result.emplace_back("cacheScope", is_shared ? "public" : "private");
}

http::Response fault_response(const Message& message, const Fault& fault, const RpcError& error) {
  constexpr int kUnauthorised = 401;
  http::Response out = error_response(message.id, error);
  if (error.status == kUnauthorised)
    out.set("WWW-Authenticate",
            R"(Bearer realm="patchbay", Basic realm="patchbay", charset="UTF-8")");
  if (fault.retry_after_s > 0) out.set("Retry-After", std::to_string(fault.retry_after_s));
  return out;
}

http::Response result_of(const Message& message, const Result<core::Outcome>& outcome,
                         const Settings& settings) {
  const Method* const method = find_method(message);
  auto result = method->answer(message, outcome, settings);
  if (!result) return error_response(message.id, result.error());
  if (message.is_modern) add_lifetime(*method, *result);
  return result_response(message, *std::move(result));
}

}  // namespace

http::Response encode(const DecodedRequest& decoded, const Result<core::Outcome>& outcome,
                      const Settings& settings) {
  constexpr int kAccepted = 202;
  const Message message = read_again(decoded.echo);
  if (!outcome) {
    if (const auto error = protocol_error(outcome.error()))
      return fault_response(message, outcome.error(), *error);
    // The head was refused before there was a message.
    if (message.method.empty())
      return refuse(status_of(outcome.error().kind), advice(outcome.error().kind));
  }
  if (message.is_notification) return {.status = kAccepted, .headers = {}, .body = {}};
  if (is_prepared(decoded.echo)) return result_of(message, outcome, settings);
  if (!outcome) return error_response(message.id, error_of(outcome.error().kind));
  DecodedRequest tried;
  if (auto prepared = prepare(message, tried, settings); !prepared)
    return error_response(message.id, prepared.error());
  if (!tried.refused) return error_response(message.id, error_of(ErrorKind::unavailable));
  return result_of(message, std::unexpected(*std::move(tried.refused)), settings);
}

http::Response refuse(int status, std::string_view what) {
  return error_response({}, {.status = status, .code = status, .message = std::string(what)});
}

}  // namespace patchbay::doors::mcp
