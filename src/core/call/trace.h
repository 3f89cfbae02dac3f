// Security-relevant notices of a call, for the log.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "record/value/ids.h"

namespace patchbay::core {

// One notice with its details. Contains no secret.
struct Notice {
  enum class Kind : std::uint8_t {
    signed_in,
    sign_in_failed,
    locked_out,
    throttled,
    slowed,
    token_issued,
    token_refreshed,
    token_revoked,
    token_reused,
    administered,
  };
  using Member = std::pair<std::string_view, std::variant<std::string, std::int64_t>>;

  Kind kind = Kind::signed_in;
  std::vector<Member> members{};
};

// Filled in while the call is executed, by one thread at a time; read after the reply was made.
struct Trace {
  std::int64_t principal = 0;  // the caller; 0: not authenticated
  std::string name;
  CustomerId home;  // of the caller
  std::vector<Notice> notices;
  // Notices of the job in the store's queue. The store may repeat the job, which clears them first.
  std::vector<Notice> done;
};

}  // namespace patchbay::core
