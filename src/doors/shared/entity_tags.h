// Entity tags in the headers of a request, as the versions that they name (RFC 9110, sections 8.8.3
// and 13.1). All lines of a header form one list.
#pragma once

#include <optional>
#include <string_view>

#include "core/call/call.h"
#include "http/message.h"

namespace patchbay::doors {

// How tags are compared. Changes need `strong`, in which a weak tag never equals another tag.
enum class TagComparison { strong, weak };

// The versions that header `name` lists, or nothing if the request has no such header. Tags that no
// version can have are left out. The flaw describes the first of them, and is always set if none is
// left. Linear in the header's length.
[[nodiscard]] std::optional<core::VersionList> read_tags(const http::Request& request,
                                                         std::string_view name,
                                                         TagComparison comparison);

// `"7"`.
[[nodiscard]] std::string tag_of(Version version);

}  // namespace patchbay::doors
