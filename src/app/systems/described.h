// What a description of an outside system names: its dialect, fields and owners, checked.
#pragma once

#include <expected>
#include <string>
#include <vector>

#include "base/secret.h"
#include "reach/systems/description.h"
#include "reach/systems/remote.h"
#include "record/admin/outside_system.h"

namespace patchbay::app {

struct Described {
  reach::SystemDescription description;
  reach::RemoteOptions remote;
};

// A member with the end of a sentence about it.
struct MemberProblem {
  std::string member;
  std::string what;
};

// What the values name, with the credentials for requests; or everything that is wrong. Does not
// look at whether the address may be connected to.
[[nodiscard]] std::expected<Described, std::vector<MemberProblem>> described(
    const OutsideSystem& system, Secret secret);

}  // namespace patchbay::app
