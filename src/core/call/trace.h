// What happened on a call's way that whoever watches over access wants to know: for the log.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace patchbay::core {

// One thing that happened, and its circumstances. Holds no secret.
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

// Filled in while the call is carried out, by one thread at a time; read once it is answered.
struct Trace {
  std::int64_t principal = 0;  // who asked; 0: nobody who was let in
  std::string name;
  std::vector<Notice> notices;
  // Of what the store's queue did: it may do it again from the beginning.
  std::vector<Notice> done;
};

}  // namespace patchbay::core
