// Encodes an outcome as {"responses":[{"code":"204","key":"","message":"OK"}],"data":…}.
#include "doors/enswitch/encode.h"

#include "doors/enswitch/calls.h"
#include "doors/enswitch/decode_calls.h"
#include "doors/enswitch/faults.h"
#include "doors/enswitch/reply_data.h"
#include "wire/json.h"

namespace patchbay::doors::enswitch {
namespace {

// The reply to a call; without data if `data` is null.
struct Reply {
  std::string_view code;
  wire::Tree data{};
};

struct OutcomeEncoder {
  const DecodedRequest& decoded;

  Reply operator()(const core::Receipt& receipt) const {
    if (receipt.rehearsed) return {"201"};
    if (static_cast<Action>(decoded.route) != Action::create) return {"204"};
    return {"200", wire::Object{{"id", receipt.view.record.id.value}}};
  }
  Reply operator()(const core::View& view) const { return {"200", data_of(view)}; }
  Reply operator()(const core::CustomerViewPage& page) const {
    if (decoded.echo == kCounted)
      return {"200", wire::Object{{"count", static_cast<std::int64_t>(page.total)}}};
    wire::Array customers;
    for (const core::View& view : page.views) customers.push_back(data_of(view));
    return {"200", std::move(customers)};
  }
  Reply operator()(const core::Tokens& tokens) const { return {"200", data_of(tokens)}; }
  Reply operator()(const core::Identity& identity) const { return {"200", data_of(identity)}; }
  // Outcomes that no call of this door has.
  Reply operator()(const auto&) const { return {"204"}; }
};

http::Response response(int status, const std::vector<ReplyEntry>& entries, wire::Tree data = {}) {
  wire::Array responses;
  for (const ReplyEntry& entry : entries)
    responses.push_back(
        wire::Object{{"code", entry.code}, {"key", entry.key}, {"message", entry.message}});
  wire::Object envelope{{"responses", std::move(responses)}};
  if (!data.is_null()) envelope.emplace_back("data", std::move(data));
  return {.status = status,
          .headers = {{"Content-Type", "application/json"}, {"Cache-Control", "no-store"}},
          .body = wire::json::write(std::move(envelope))};
}

}  // namespace

http::Response encode(const DecodedRequest& decoded, const Result<core::Outcome>& outcome,
                      const Settings&) {
  if (!outcome)
    return response(200, entries_of(outcome.error(), static_cast<Action>(decoded.route)));
  Reply reply = std::visit(OutcomeEncoder{decoded}, *outcome);
  return response(200, {{reply.code, "", "OK"}}, std::move(reply.data));
}

http::Response refuse(int status, std::string_view what) {
  const std::string code = std::to_string(status);
  return response(status, {{code, "", as_sentence(what)}});
}

}  // namespace patchbay::doors::enswitch
