// Entity tags in the headers of a request, as the versions that they name: RFC 9110, sections 8.8.3
// and 13.1. All lines of a header are one list.
#pragma once

#include <optional>
#include <string_view>

#include "core/call/call.h"
#include "http/message.h"

namespace patchbay::doors {

// How tags are compared: of `strong`, which changes need, a weak tag is never the same as another.
enum class TagComparison { strong, weak };

// The versions that header `name` lists, or nothing where the request has no such header. Tags that
// no version has are left out, and told of in the flaw: the first of them, and always where nothing
// is left. Linear in the header's length.
[[nodiscard]] std::optional<core::VersionList> read_tags(const http::Request& request,
                                                         std::string_view name,
                                                         TagComparison comparison);

// `"7"`.
[[nodiscard]] std::string tag_of(Version version);

}  // namespace patchbay::doors
