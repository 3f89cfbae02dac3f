// Reads history backwards, page by page.
#include "core/read/versions.h"

#include <algorithm>

#include "record/history/chain.h"

namespace patchbay::core {
namespace {

constexpr std::size_t kPage = 200;

// Calls `visit` with each entry, newest first, until it returns false or history ends.
template <class Visit>
void walk(store::ReadTransaction& reader, CustomerId id, Visit&& visit) {
  Version before = 0;
  for (;;) {
    const auto page = reader.history(id, before, kPage);
    for (const Entry& entry : page)
      if (!visit(entry)) return;
    if (page.size() < kPage) return;
    before = page.back().version;
  }
}

void undo_differences(Values& values, const Differences& differences) {
  for (const Difference& each : differences) {
    if (each.before)
      values.set(each.path, *each.before);
    else
      values.clear(each.path);
  }
}

}  // namespace

std::expected<Record, MissingVersion> record_at(store::ReadTransaction& reader,
                                                const Record& record, Version version) {
  if (version < 1 || version > record.version) return std::unexpected(MissingVersion::never);
  Record out = record;
  bool is_known = true;
  walk(reader, record.id, [&](const Entry& entry) {
    if (entry.version <= version) return false;
    is_known = std::ranges::none_of(entry.differences, is_erased);
    undo_differences(out.values, entry.differences);
    return is_known;
  });
  if (!is_known) return std::unexpected(MissingVersion::erased);
  out.version = version;
  return out;
}

Version version_at(store::ReadTransaction& reader, const Record& record, Instant time) {
  Version out = 0;
  walk(reader, record.id, [&](const Entry& entry) {
    if (entry.by.time > time) return true;
    out = entry.version;
    return false;
  });
  return out;
}

std::string versions_to(Version newest) {
  if (newest == 1) return "1, the only version of this customer";
  return "a version of this customer, from 1 to " + std::to_string(newest);
}

}  // namespace patchbay::core
