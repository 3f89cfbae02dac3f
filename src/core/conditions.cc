// If-Match goes before If-None-Match: RFC 9110, section 13.2.2.
#include "core/conditions.h"

#include <algorithm>

namespace patchbay::core {
namespace {

Fault differs(const VersionList& list, std::string what) {
  return Fault(Wrong::version_differs, std::move(what), list.name);
}

// The newest of those that the record has had, for telling what has changed since.
Version newest_named(const VersionList& list, Version stands) {
  Version out = 0;
  for (const Version each : list.versions)
    if (each <= stands) out = std::max(out, each);
  return out > 0 ? out : std::ranges::max(list.versions);
}

}  // namespace

bool VersionList::holds(Version version) const {
  return every || std::ranges::find(versions, version) != versions.end();
}

Result<Version> version_named(const How& how, Version stands) {
  const std::optional<VersionList>& only = how.if_match;
  if (how.version_needed && !how.if_version && (!only || only->every))
    return std::unexpected(
        Fault(Wrong::version_required, "a change must name the version it was made for"));
  Version named = how.if_version.value_or(stands);
  if (only && !only->holds(stands)) {
    if (only->versions.empty()) return std::unexpected(differs(*only, only->flaw));
    named = newest_named(*only, stands);
  }
  const std::optional<VersionList>& none = how.if_none_match;
  if (named != stands || !none) return named;
  if (!none->flaw.empty()) return std::unexpected(differs(*none, none->flaw));
  if (none->every) return std::unexpected(differs(*none, "excludes every version, and it exists"));
  if (none->holds(stands))
    return std::unexpected(
        differs(*none, "excludes version " + std::to_string(stands) + ", at which the record is"));
  return named;
}

}  // namespace patchbay::core
