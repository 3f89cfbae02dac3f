// Rehearses here what a vendor was asked, and compares the replies.
#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

#include "cli/remote/session.h"
#include "cli/shadow/findings.h"
#include "doors/door.h"
#include "doors/shadow_request.h"
#include "http/client.h"
#include "http/relay.h"

namespace patchbay::app {

struct ShadowRules {
  std::vector<std::string> ignore{};  // names of fields, of causes, or "FIELD:CAUSE"
  // Whether a request that reads and differs is sent to the vendor once more, to see what differs
  // between two of its replies.
  bool rereads = false;
  // Whether the credentials of the vendor's client are those of Patchbay too.
  bool same_credentials = false;
};

// Nothing is written: only requests that the door reads as one call are sent, with the header that
// rehearses, and none that signs in but the shadow's own. One thread.
class Comparer {
 public:
  // Bodies of the vendor's replies to rereads are this long at most.
  static constexpr std::size_t kRereadBytesMax = std::size_t{4} << 20;
  // Customers that were changed are remembered up to this number; then all count as changed.
  static constexpr std::size_t kChangedMax = 200'000;

  // After this number of refusals of credentials in a row nothing is sent: each counts as a failed
  // attempt there, and would lock the principal.
  static constexpr int kRefusedMax = 3;

  // `there` asks the vendor again; null if the rules do not want it. The references must outlive
  // this.
  Comparer(const doors::Door& door, ShadowRules rules, const Session& here,
           const http::Url& upstream, http::Client* there, ShadowFindings& findings)
      : door_(door),
        rules_(std::move(rules)),
        here_(here),
        upstream_(upstream),
        there_(there),
        findings_(findings) {}

  void compare(http::Passed passed);
  // A request that may change customers was left out before it could be read. Any thread.
  void note_left_out() { was_left_out_ = true; }

 private:
  using Differences = std::vector<doors::ReplyDifference>;

  // Why it was not compared, if it was not.
  [[nodiscard]] std::optional<doors::NotCompared> try_to_compare(http::Passed& passed);
  void add_missing_call(const http::Passed& passed);
  [[nodiscard]] std::expected<http::Response, doors::NotCompared> answer_here(
      const http::Request& asked, const http::Response& there, doors::ShadowRequest& request);
  [[nodiscard]] std::expected<doors::ShadowRequest, doors::NotCompared> prepare(
      const http::Request& asked);
  // The reply of Patchbay, or why there is none that can be compared.
  [[nodiscard]] std::expected<http::Response, doors::NotCompared> rehearse(
      const http::Request& asked, doors::ShadowRequest& request);
  // Why nothing can be sent to the server of the profile: it is not of Patchbay, or does not
  // answer.
  [[nodiscard]] std::optional<doors::NotCompared> check_server();
  // Why there are no credentials then.
  [[nodiscard]] std::optional<doors::NotCompared> sign_in(const doors::ClientTransport& transport);
  [[nodiscard]] bool was_renamed(const doors::ShadowRequest& request) const;
  [[nodiscard]] Differences differences(const doors::ShadowRequest& request,
                                        const http::Response& there,
                                        const http::Response& here) const;
  [[nodiscard]] bool is_ignored(const doors::ReplyDifference& difference) const;
  void learn_noise(const http::Passed& passed, const doors::ShadowRequest& request);
  // Sends nothing to Patchbay any more, and says so.
  void stop(doors::NotCompared reason);
  void note_change(const doors::ShadowRequest& request, const http::Response& there);
  void note(std::unordered_set<std::string>& set, const std::string& subject);

  const doors::Door& door_;
  const ShadowRules rules_;
  const Session& here_;
  const http::Url& upstream_;
  http::Client* const there_;
  ShadowFindings& findings_;
  std::optional<core::Credentials> own_{};
  std::unordered_set<std::string> changed_{};    // subjects with values that only the vendor has
  std::unordered_set<std::string> renamed_{};    // subjects whose name, place or life differs
  int refused_ = 0;                              // in a row
  std::optional<doors::NotCompared> stopped_{};  // why nothing is sent any more
  std::atomic<bool> was_left_out_ = false;
  bool is_checked_ = false;  // that the server is a Patchbay
  bool is_noted_ = false;    // what the request at hand may have changed
  bool everything_changed_ = false;
  bool customers_changed_ = false;
};

}  // namespace patchbay::app
