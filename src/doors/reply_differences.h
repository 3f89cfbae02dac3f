// Compares two replies to one request, field by field, by the rows that read replies.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "doors/client.h"
#include "http/message.h"

namespace patchbay::doors {

enum class ReplyCause : std::uint8_t {
#define CAUSE(name, meaning) name,
#include "doors/reply_causes.def"
#undef CAUSE
};
[[nodiscard]] std::string_view word(ReplyCause cause);  // "missing_here"
// Nothing for any other word.
[[nodiscard]] std::optional<ReplyCause> find_reply_cause(std::string_view word);
// All causes with their meanings, one a line, for the help.
[[nodiscard]] std::string reply_causes_text();

struct ReplyDifference {
  ReplyCause cause{};
  std::string field;  // in the spelling of the dialect; empty if it is about the whole reply
  // What each has, as text of at most 200 bytes: secrets are masked, and so are long numbers in
  // words of refusals, which may quote one.
  std::string there;
  std::string here;
};

// What the comparison leaves out, because only the vendor has the changes that were made meanwhile.
struct ChangedSince {
  // Whether values of this customer are left out.
  std::function<bool(const core::Subject&)> has_values;
  bool has_customers = false;  // whether lists may have other customers
};

// Pure. Any thread.
[[nodiscard]] std::vector<ReplyDifference> reply_differences(const ClientTransport& transport,
                                                             ClientCall call,
                                                             const http::Response& there,
                                                             const http::Response& here,
                                                             const ChangedSince& changed);

// What identifies a customer in replies and requests of one dialect: "101". Empty if nothing does.
[[nodiscard]] std::string subject_text(const core::Subject& subject);

}  // namespace patchbay::doors
