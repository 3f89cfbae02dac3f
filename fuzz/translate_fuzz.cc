// Translations: a command line and a request as text read back as they are written; no input makes
// a translation throw; the other dialect can read what it is given; every loss says why.
#include "base/utf8.h"
#include "doors/router.h"
#include "doors/shared/call_encoding.h"
#include "doors/shared/curl_line.h"
#include "doors/shared/http_text.h"
#include "doors/shared/translation_json.h"
#include "must.h"
#include "wire/json.h"

using patchbay::fuzz::must;
using patchbay::fuzz::text_of;
namespace doors = patchbay::doors;
namespace http = patchbay::http;

namespace {

bool same(const http::Request& one, const http::Request& two) {
  return one.method == two.method && one.path == two.path && one.query == two.query &&
         one.headers == two.headers && one.body == two.body;
}

bool has_placeholder(const http::Request& request) {
  for (const auto& [name, value] : request.headers)
    if (value == doors::kBasicPlaceholder) return true;
  return false;
}

void check_curl(std::string_view text) {
  const auto read = doors::parse_curl_line(text);
  if (!read) return must(!read.error().empty());
  if (has_placeholder(*read)) return;
  const auto again = doors::parse_curl_line(doors::curl_line(*read, "https://HOST"));
  must(again && same(*read, *again));
}

void check_http(std::string_view text) {
  const auto read = doors::parse_http_text(text);
  if (!read) must(!read.error().empty());
}

// The other dialect reads what the translation wrote, without a word about its form.
void must_be_read(const doors::Door& door, const http::Request& request) {
  const doors::Door* const doors[] = {&door};
  const doors::Settings settings;
  const doors::Router router(doors, settings);
  const doors::RoutingResult routed = router.route(request);
  must(std::holds_alternative<doors::DecodedRequest>(routed.result));
}

void check_translation(const doors::Door& from, const doors::Door& to, std::string_view text) {
  const doors::TranslationInput input{.from = std::string(from.name),
                                      .to = std::string(to.name),
                                      .transport = {},
                                      .input = std::string(text),
                                      .method = {},
                                      .target = {}};
  const auto source = doors::read_source(input);
  if (!source) return must(!source.error().sentence().empty());
  const doors::Translation translation = doors::translate(input, *source, nullptr);
  for (const doors::Loss& each : translation.encoded.losses) must(!each.why.empty());
  const std::string json = patchbay::wire::json::write(doors::translation_json(input, translation));
  must(patchbay::utf8::is_valid(json));
  if (translation.encoded.request) must_be_read(to, *translation.encoded.request);
}

}  // namespace

// The first byte chooses the two dialects; the rest is the input.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view text = text_of(data, size).substr(1);
  if (text.contains('\0')) return 0;
  check_curl(text);
  check_http(text);
  std::vector<const doors::Door*> dialects;
  for (const doors::Door* door : doors::all_doors())
    if (doors::client_of(door->name)) dialects.push_back(door);
  check_translation(*dialects[data[0] % dialects.size()],
                    *dialects[data[0] / dialects.size() % dialects.size()], text);
  return 0;
}
