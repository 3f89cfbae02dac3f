// Reads the routes about recent requests.
#include "doors/native/decode_calls.h"

namespace patchbay::doors::native {

void read_list_traffic(const RoutedRequest& /*routed*/, QueryReader& query,
                       DecodedRequest& decoded) {
  decoded.call.required_privilege = kAdministers;
  core::TrafficQuery out;
  out.limit = query.size(kTrafficLimit);
  out.before = query.whole(kBeforeNumber).value_or(0);
  out.after = query.whole(kAfterNumber).value_or(0);
  out.door = query.word(kAnyDoor).value_or("");
  out.principal = query.non_empty_text(kSender).value_or("");
  if (const std::size_t outcome = query.enumerated(kOutcome); outcome > 0)
    out.refused = outcome == 2;
  out.problem = query.non_empty_text(kProblem).value_or("");
  out.field = query.text(kProblemField).value_or("");
  if (const auto customer = query.whole(kCustomer)) out.customer = CustomerId{*customer};
  out.from = query.time(kSince);
  out.to = query.time(kUntil);
  decoded.call.request = core::ListTraffic{std::move(out)};
}

void read_get_traffic(const RoutedRequest& routed, QueryReader& /*query*/,
                      DecodedRequest& decoded) {
  decoded.call.required_privilege = kAdministers;
  decoded.call.request = core::GetTraffic{Uuid::parse(routed.segment(0)).value_or(Uuid{})};
}

void read_list_problems(const RoutedRequest& /*routed*/, QueryReader& /*query*/,
                        DecodedRequest& decoded) {
  decoded.call.required_privilege = kAdministers;
  decoded.call.request = core::ListProblems{};
}

}  // namespace patchbay::doors::native
