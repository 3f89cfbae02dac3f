// The door as a value: its paths, and the functions that serve them.
#include "doors/native/door.h"

#include "doors/client.h"
#include "doors/native/calls.h"
#include "doors/native/decode.h"
#include "doors/native/encode.h"

namespace patchbay::doors::native {
namespace {

constexpr std::string_view kExample =
    R"shell(# native: the one record that all of them changed, and who changed what through which door
curl -sw '\n' -u username:password {url}/v1/customers/101
curl -sw '\n' -u username:password '{url}/v1/customers/101/history?limit=5')shell";

bool owns(std::string_view path) {
  return path == "/v1" || path.starts_with("/v1/") || path == "/openapi.json";
}

}  // namespace

extern constexpr Door kDoor = {
    .name = "native",
    .owns = owns,
    .routes = kRoutes,
    .slash_ok = true,
    .decode = decode,
    .encode = encode,
    .refuse = refuse,
    .etags = true,
    .credentials = head_credentials,
    .minimal = true,
    .presentation = {.speaks = "JSON with every field, history, undo and search",
                     .at = "/v1/",
                     .example = kExample},
};

// No vendor's server speaks this dialect.
extern constexpr const DialectClient* const kClient = nullptr;

}  // namespace patchbay::doors::native
