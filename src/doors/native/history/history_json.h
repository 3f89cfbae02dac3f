// Changes and history in the native door's JSON.
#pragma once

#include <map>
#include <string>

#include "core/call/outcome.h"
#include "wire/tree.h"

namespace patchbay::doors::native {

// The state of a request.
[[nodiscard]] wire::Tree request_state_json(const core::RequestState& known);
[[nodiscard]] wire::Tree request_state_json(const core::BatchState& batch);
// The former values through which a search found customers of a list.
[[nodiscard]] wire::Array former_json(const std::vector<core::FormerValue>& former);

// [{"path":…,"before":…,"after":…}]; for an erased value {"path":…,"erased":true}.
[[nodiscard]] wire::Array changes_json(const Differences& differences);
// `batch`: the batch that the change was part of; nil: none is known.
[[nodiscard]] wire::Tree entry_json(const Entry& entry, const Uuid& batch);
// `roles` are the names of the roles that the entry mentions by number.
[[nodiscard]] wire::Tree entry_json(const AdminEntry& entry,
                                    const std::map<std::int64_t, std::string>& roles);
// The same, with the customer it belongs to and its position in the feed.
[[nodiscard]] wire::Tree entry_json(const FeedEntry& entry);
[[nodiscard]] wire::Tree event_json(const Event& event);
// One line of the reply to a change of many.
[[nodiscard]] wire::Tree batch_item_json(const core::BatchItem& item, bool rehearsed);

}  // namespace patchbay::doors::native
