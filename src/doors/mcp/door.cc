// The door as a value: its path, and the functions that serve it.
#include "doors/mcp/door.h"

#include "doors/client.h"
#include "doors/mcp/calls.h"
#include "doors/mcp/decode.h"
#include "doors/mcp/encode.h"

namespace patchbay::doors::mcp {
namespace {

constexpr std::string_view kExample =
    R"shell(# mcp: what an assistant asks; it rehearses before it writes
curl -sw '\n' {url}/mcp -u username:password -H 'Content-Type: application/json' \
  -d '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"rehearse_change","arguments":{"customer":101,"changes":{"notes":"called"}}}}')shell";

constexpr Decision kDecisions[] = {
#define DECISION(id, setting, text) {#id, setting, text},
#include "doors/mcp/decisions.def"
#undef DECISION
};

bool owns(std::string_view path) { return path == kPath; }

}  // namespace

extern constexpr Door kDoor = {
    .name = kName,
    .owns = owns,
    .routes = kRoutes,
    .slash_ok = false,
    .decode = decode,
    .encode = encode,
    .refuse = refuse,
    .credentials = head_credentials,
    .presentation = {.speaks = "the Model Context Protocol, for assistants",
                     .at = "POST /mcp",
                     .example = kExample},
    .decisions = kDecisions,
    .known_pages_only = true,
};

// Nothing is translated into it, because it is not a dialect of a vendor.
extern constexpr const DialectClient* const kClient = nullptr;

}  // namespace patchbay::doors::mcp
