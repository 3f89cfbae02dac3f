// What can be read by URI: the fields, the decisions of the doors, and customers.
#pragma once

#include <expected>
#include <string>

#include "core/call/outcome.h"
#include "doors/mcp/message.h"
#include "doors/settings.h"

namespace patchbay::doors {
struct DecodedRequest;
}

namespace patchbay::doors::mcp {

[[nodiscard]] wire::Array resources_json();
[[nodiscard]] wire::Array templates_json();

// Makes the call that reads the resource `uri` in `decoded`; false if there is no such resource.
[[nodiscard]] bool prepare_resource(const std::string& uri, DecodedRequest& decoded,
                                    const Settings& settings);
// The text of a resource that was prepared, in which text from a record stands below `data`.
[[nodiscard]] std::string resource_text(const std::string& uri, const core::Outcome& outcome,
                                        const Settings& settings);

}  // namespace patchbay::doors::mcp
