// What was changed, as the native door writes it.
#pragma once

#include <map>
#include <string>

#include "core/call/outcome.h"
#include "wire/tree.h"

namespace patchbay::doors::native {

// What became of a request.
[[nodiscard]] wire::Tree request_state_json(const core::RequestState& known);
[[nodiscard]] wire::Tree request_state_json(const core::KnownBatch& batch);
// The numbers by which customers of a list were found that they no longer have.
[[nodiscard]] wire::Array former_json(const std::vector<core::FormerNumber>& former);

// [{"path":…,"before":…,"after":…}]; of a value that was erased, {"path":…,"erased":true}.
[[nodiscard]] wire::Array changes_json(const Differences& differences);
[[nodiscard]] wire::Tree entry_json(const Entry& entry);
// `roles` are the names of the roles that it tells of by number.
[[nodiscard]] wire::Tree entry_json(const AdminEntry& entry,
                                    const std::map<std::int64_t, std::string>& roles);
// The same with whose it is, and where it stands in the feed.
[[nodiscard]] wire::Tree entry_json(const FeedEntry& entry);
[[nodiscard]] wire::Tree event_json(const Event& event);
// One line of the reply to a change of many.
[[nodiscard]] wire::Tree batch_item_json(const core::BatchItem& item, bool rehearsed);
// The last line: how many of which.
[[nodiscard]] wire::Tree summary_json(const core::Batch& batch);

}  // namespace patchbay::doors::native
