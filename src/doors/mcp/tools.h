// The tools: what a model may ask for. The rows are in tools.def.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "core/call/call.h"
#include "doors/mcp/arguments.h"
#include "doors/mcp/message.h"
#include "doors/settings.h"

namespace patchbay::doors {
struct DecodedRequest;
}

namespace patchbay::doors::mcp {

// What a tool may do: `reads` and `rehearses` write nothing. `writes` needs the privilege `assist`
// beside those of the change itself, and a rehearsal. `undoes` rehearses without the id of a
// rehearsal, and writes with it. `asks_outside` reads here and at a system of somebody else.
enum class ToolAccess : std::uint8_t { reads, rehearses, writes, undoes, asks_outside };

struct Tool {
  std::string_view name;
  std::string_view title;
  ToolAccess access;
  std::string_view description;
  std::string_view input;   // JSON Schema of the arguments
  std::string_view output;  // JSON Schema of `data` in the result
  // Makes the call. What is wrong with the arguments is refused there.
  void (*prepare)(Arguments& arguments, DecodedRequest& decoded, const Settings& settings);
  // The result, or the failure for a model. Never called with a fault that is an error of the
  // protocol.
  wire::Object (*answer)(Arguments& arguments, const Result<core::Outcome>& outcome,
                         const Settings& settings);
};

[[nodiscard]] std::span<const Tool> tools();
[[nodiscard]] const Tool* find_tool(std::string_view name);  // null if there is none
// The arguments that the tool's schema does not name, at most twenty of them; nothing if all are
// named.
[[nodiscard]] std::optional<Fault> unknown_arguments(const Tool& tool, const wire::Object& given);
// The list as the protocol wants it.
[[nodiscard]] wire::Array tools_json();

// Both halves of the tools, by the names in tools.def.
#define TOOL(tool, ...)                                                                         \
  void prepare_##tool(Arguments& arguments, DecodedRequest& decoded, const Settings& settings); \
  wire::Object answer_##tool(Arguments& arguments, const Result<core::Outcome>& outcome,        \
                             const Settings& settings);
#include "doors/mcp/tools.def"
#undef TOOL

}  // namespace patchbay::doors::mcp
