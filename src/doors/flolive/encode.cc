// One reply for each kind of outcome.
#include "doors/flolive/encode.h"

#include "doors/flolive/encode_customer.h"
#include "doors/flolive/envelope.h"

namespace patchbay::doors::flolive {
namespace {

struct OutcomeEncoder {
  const DecodedRequest& decoded;

  http::Response operator()(const core::Receipt& receipt) const {
    if (to_action(decoded.route) == Action::create)
      return success(201, {wire::Object{{"customerId", receipt.view.record.uuid.text()}}});
    return success(202, {wire::Object{{"requestId", receipt.request.text()}}});
  }

  http::Response operator()(const core::View& view) const {
    return success(200, {encode_customer(view.record)});
  }

  http::Response operator()(const core::CustomerViewPage& page) const {
    wire::Array content;
    for (const core::View& view : page.views)
      content.push_back(wire::Object{{"customerId", view.record.uuid.text()},
                                     {"customerName", view.record.name()}});
    return success(200, std::move(content), {decoded.page, decoded.size, page.total});
  }

  // A change is on disk before its request id is known to anybody, so there is only one answer.
  http::Response operator()(const core::RequestState& known) const {
    wire::Object row;
    if (to_action(decoded.route) == Action::status_with_id)
      row.emplace_back("requestId", known.request_record.id.text());
    row.emplace_back("status", "SUCCESS");
    return success(200, {std::move(row)});
  }

  http::Response operator()(const core::Tokens& tokens) const {
    return success(200, {wire::Object{{"customerId", tokens.home.record.uuid.text()},
                                      {"token", tokens.token},
                                      {"refreshToken", tokens.refresh_token},
                                      {"validityTime", tokens.seconds}}});
  }

  // Outcomes that no call of this door has.
  template <typename Other>
  http::Response operator()(const Other&) const {
    return failure(503, ErrorCode::global_1001, {});
  }
};

http::Response reply_to(const Fault& fault, const DecodedRequest& decoded) {
  const auto [status, code, appends_detail] = fault_reply(fault.kind, to_action(decoded.route));
  // The change may have been made, or can never succeed, so it must not be retried. A caller who
  // may not connect from this address gets no message about credentials or fields.
  if (fault.kind == ErrorKind::unknown_outcome || fault.kind == ErrorKind::damaged ||
      fault.kind == ErrorKind::not_allowed_here)
    return failure_in_own_words(status, code, fault.sentence());
  http::Response out = failure(status, code, appends_detail ? fault.sentence() : std::string());
  if (fault.retry_after_s > 0) out.set("Retry-After", std::to_string(fault.retry_after_s));
  return out;
}

}  // namespace

http::Response encode(const DecodedRequest& decoded, const Result<core::Outcome>& outcome,
                      const Settings&) {
  if (outcome) return std::visit(OutcomeEncoder{decoded}, *outcome);
  if (decoded.refused && decoded.refused_status != 400)
    return refuse(decoded.refused_status, outcome.error().sentence());
  return reply_to(outcome.error(), decoded);
}

http::Response refuse(int status, std::string_view what) {
  const bool passes = status == 408 || status == 429 || status >= 500;
  return passes ? failure(status, ErrorCode::global_1001, what)
                : failure_in_own_words(status, ErrorCode::global_1001,
                                       "The request was refused: " + std::string(what));
}

}  // namespace patchbay::doors::flolive
