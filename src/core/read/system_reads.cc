// Who may read the state of the server.
#include "core/read/system_reads.h"

#include "base/result.h"
#include "core/access/subject.h"
#include "core/read/reads.h"

namespace patchbay::core {

Result<Outcome> read_system(store::ReadTransaction& reader, const Actor& actor, const Call& call,
                            System* system) {
  TRY_DO(require_role(actor, call.required_privilege, Access::read));
  TRY_DO(require_good_input(call));
  if (!system)
    return std::unexpected(
        Fault(ErrorKind::unknown_object, "the state of this server is not known here"));
  return system->state(reader);
}

}  // namespace patchbay::core
