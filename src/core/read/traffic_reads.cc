// Reads traffic within the caller's reach.
#include "core/read/traffic_reads.h"

#include <map>

#include "base/result.h"
#include "core/access/roles.h"
#include "core/access/subject.h"
#include "core/read/reads.h"

namespace patchbay::core {
namespace {

Result<void> may_read(const Actor& actor, const Call& call) {
  TRY_DO(require_role(actor, call.required_privilege, Access::read));
  return require_good_input(call);
}

}  // namespace

// Asks the store once for each home.
Traffic::IsVisible visible_to(store::ReadTransaction& reader, const Actor& actor) {
  const auto known = std::make_shared<std::map<std::int64_t, bool>>();
  return [&reader, &actor, known](CustomerId home) {
    if (!home) return actor.privileges.has(Privilege::system);
    const auto [found, is_new] = known->try_emplace(home.value, false);
    if (is_new) found->second = reaches(actor, reader.lineage(home));
    return found->second;
  };
}

Result<Outcome> list_traffic(store::ReadTransaction& reader, const Actor& actor, const Call& call,
                             Traffic* traffic) {
  TRY_DO(may_read(actor, call));
  if (!traffic) return TrafficPage{.is_kept = false};
  return traffic->list(std::get<ListTraffic>(call.request).query, visible_to(reader, actor));
}

Result<Outcome> get_traffic(store::ReadTransaction& reader, const Actor& actor, const Call& call,
                            Traffic* traffic) {
  TRY_DO(may_read(actor, call));
  auto found = traffic ? traffic->find(std::get<GetTraffic>(call.request).request) : std::nullopt;
  if (!found || !visible_to(reader, actor)(found->home))
    return std::unexpected(Fault(ErrorKind::unknown_object,
                                 "is not a request that is kept here and that you can see", "id"));
  return *std::move(found);
}

Result<Outcome> list_problems(store::ReadTransaction& reader, const Actor& actor, const Call& call,
                              Traffic* traffic) {
  TRY_DO(may_read(actor, call));
  ProblemGroups out;
  if (traffic) out.groups = traffic->problems(visible_to(reader, actor));
  return out;
}

}  // namespace patchbay::core
