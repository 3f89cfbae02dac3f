// Notices about sign-ins.
#include "core/access/sign_in_notices.h"

namespace patchbay::core {

void trace_sign_in(Trace& trace, const Rejection& rejection, const NameAndSecret& given,
                   const SignInFailures::Effect& after, const AttemptsKeys& keys) {
  const Notice::Member who =
      rejection.is_known
          ? Notice::Member{"name", given.name}
          : Notice::Member{"name_hash",
                           given.name.size() > kNameBytesMax ? "too long" : keys.label(given.name)};
  const auto add = [&](Notice::Kind kind, std::vector<Notice::Member> members) {
    trace.notices.push_back({kind, std::move(members)});
  };
  add(Notice::Kind::sign_in_failed, {who, {"failures", after.of_name.failures}});
  if (after.locked)
    add(Notice::Kind::locked_out, {who,
                                   {"failures", after.of_name.failures},
                                   {"until", rfc3339(after.of_name.locked_until)}});
  if (after.throttled) add(Notice::Kind::throttled, {{"until", rfc3339(after.throttled_until)}});
  if (after.slowed) add(Notice::Kind::slowed, {who});
}

void trace_sign_in(Trace& trace, const Actor& actor) {
  trace.principal = actor.principal.id;
  trace.home = actor.home();
  trace.name = actor.principal.name;
  if (actor.signed_in == SignedIn::before) return;
  const bool by_key = actor.signed_in == SignedIn::by_key;
  trace.notices.push_back(
      {Notice::Kind::signed_in, {{"by", std::string(by_key ? "key" : "password")}}});
}

}  // namespace patchbay::core
