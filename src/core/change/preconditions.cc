// If-Match is evaluated before If-None-Match: RFC 9110, section 13.2.2.
#include "core/change/preconditions.h"

#include <algorithm>

namespace patchbay::core {
namespace {

Fault differs(const VersionList& list, std::string what) {
  return Fault(ErrorKind::version_differs, std::move(what), list.name);
}

// Returns the newest version in the list that the record has had, to report what changed since.
Version newest_named(const VersionList& list, Version current) {
  Version out = 0;
  for (const Version each : list.versions)
    if (each <= current) out = std::max(out, each);
  return out > 0 ? out : std::ranges::max(list.versions);
}

}  // namespace

Result<Version> base_version(const CallOptions& options, Version current) {
  const std::optional<VersionList>& only = options.if_match;
  if (options.version_needed && !options.if_version && (!only || only->every))
    return std::unexpected(
        Fault(ErrorKind::version_required, "a change must name the version it was made for"));
  Version base = options.if_version.value_or(current);
  if (only && !only->holds(current)) {
    if (only->versions.empty()) return std::unexpected(differs(*only, only->objection));
    base = newest_named(*only, current);
  }
  const std::optional<VersionList>& none = options.if_none_match;
  if (base != current || !none) return base;
  if (!none->objection.empty()) return std::unexpected(differs(*none, none->objection));
  if (none->every) return std::unexpected(differs(*none, "excludes every version, and it exists"));
  if (none->holds(current))
    return std::unexpected(
        differs(*none, "excludes version " + std::to_string(current) + ", at which the record is"));
  return base;
}

}  // namespace patchbay::core
