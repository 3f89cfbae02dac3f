// The doors: no request makes a decoder throw; every refusal says why, in words that are bounded;
// every reply reads in its own format; the head alone names the same caller as the whole request.
// What was decoded and is shown reads back as no change, and each spelling reads what it writes.
#include <algorithm>

#include "base/utf8.h"
#include "doors/native/customers/customer_json.h"
#include "doors/router.h"
#include "must.h"
#include "wire/json.h"
#include "wire/xml.h"

using patchbay::Draft;
using patchbay::Fault;
using patchbay::Record;
using patchbay::SealedSecret;
using patchbay::Uuid;
using patchbay::Value;
using patchbay::fuzz::must;
using patchbay::fuzz::text_of;
namespace core = patchbay::core;
namespace doors = patchbay::doors;
namespace http = patchbay::http;
namespace wire = patchbay::wire;

namespace {

// Removes the text before the next line break, and the line break. Control characters, which the
// HTTP parser refuses, are left out.
std::string take_line(std::string_view& text) {
  const std::size_t end = std::min(text.find('\n'), text.size());
  std::string line(text.substr(0, end));
  std::erase_if(line, [](char c) {
    return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7F;
  });
  text.remove_prefix(std::min(end + 1, text.size()));
  return line;
}

// What the HTTP parser lets through: a request line, headers, an empty line and a body. A line ends
// with a line break alone, and nothing says how long the body is.
http::Request read_request(std::string_view text) {
  http::Request request;
  const std::string first = take_line(text);
  const std::string_view line = first;
  const std::size_t space = std::min(line.find(' '), line.size());
  request.method = line.substr(0, space);
  const std::string_view target = line.substr(std::min(space + 1, line.size()));
  const std::size_t mark = std::min(target.find('?'), target.size());
  request.path = target.substr(0, mark);
  request.query = target.substr(std::min(mark + 1, target.size()));
  for (std::string field = take_line(text); !field.empty(); field = take_line(text)) {
    const std::size_t colon = field.find(": ");
    if (colon == std::string_view::npos || colon == 0) continue;
    request.headers.emplace_back(field.substr(0, colon), field.substr(colon + 2));
  }
  request.body = text;
  request.source = "192.0.2.1";
  return request;
}

// A reply has a status and headers that can be sent, and a body in the format that it names.
void must_be_fit(const http::Response& response) {
  must(response.status >= 200 && response.status < 600);
  std::string type;
  for (const auto& [name, value] : response.headers) {
    must(!name.empty() &&
         std::ranges::none_of(value, [](char c) { return c == '\r' || c == '\n' || c == '\0'; }));
    if (name == "Content-Type") type = value;
  }
  if (response.body.empty()) return;
  must(patchbay::utf8::is_valid(response.body));
  if (type.contains("json") && !type.contains("ndjson"))
    must(wire::json::parse(response.body, {.depth_max = 100, .nodes_max = 1'000'000}).has_value());
  if (type.contains("xml")) must(wire::xml::parse(response.body).has_value());
}

void must_say_why(const Fault& fault) {
  must(fault.problems.size() <= patchbay::kProblemsShown);
  must(!fault.sentence().empty());
}

void must_be_bounded(const std::vector<patchbay::Problem>& problems) {
  // A cut text ends with "…".
  constexpr std::size_t kBytesMax = patchbay::kProblemBytesMax + 3;
  for (const patchbay::Problem& problem : problems)
    must(!problem.field.empty() || !problem.what.empty());
  if (problems.empty()) return;
  for (const patchbay::Problem& problem : Fault(problems).problems)
    must(problem.field.size() <= kBytesMax && problem.what.size() <= kBytesMax);
}

const std::vector<core::FieldEdit>* edits_of(const core::Request& request) {
  if (const auto* update = std::get_if<core::UpdateCustomer>(&request)) return &update->edits;
  if (const auto* create = std::get_if<core::CreateCustomer>(&request)) return &create->edits;
  return nullptr;
}

// A customer with what the edits set, as a caller sees it: secrets are sealed.
core::View view_after(const std::vector<core::FieldEdit>& edits) {
  std::uint64_t last_uuid = 100;
  Draft draft{.record = {.id = {7}, .uuid = Uuid::numbered(7), .version = 1, .values = {}},
              .fresh_uuid = [&] { return Uuid::numbered(++last_uuid); }};
  draft.record.values.set({patchbay::Field::parent, {}}, std::int64_t{1});
  for (const core::FieldEdit& edit : edits)
    if (!edit.objection) (void)write_value(draft, edit.target, edit.edit);
  (void)complete_draft(draft);
  Record& record = draft.record;
  const patchbay::Values written = record.values;
  for (const auto& [path, value] : written)
    if (row(path.field).secret() && std::holds_alternative<std::string>(value))
      record.values.set(path, SealedSecret{"c2VhbGVk", "1234"});
  return {.record = record, .enterprise = record.id, .plan = {}};
}

// The JSON that the native door shows, sent back as a patch, asks for what is there.
void must_read_back(const core::View& view) {
  wire::Tree shown = doors::native::customer_json(view);
  const core::Edits again = doors::native::read_patch(*shown.object());
  must(again.problems.empty());
  for (const core::FieldEdit& edit : again.edits)
    must(would_change_nothing(view.record, edit.target, edit.edit));
}

void check_call(const doors::Router& router, const doors::Door& door,
                const doors::DecodedRequest& decoded) {
  must_be_bounded(decoded.call.problems);
  for (const Fault& fault : {Fault(patchbay::ErrorKind::bad_credentials),
                             Fault(patchbay::ErrorKind::unavailable, "the disk is full")})
    must_be_fit(router.encode(door, decoded, std::unexpected(fault)));
  if (!decoded.call.problems.empty())
    must_be_fit(router.encode(door, decoded, std::unexpected(Fault(decoded.call.problems))));
  const auto* edits = edits_of(decoded.call.request);
  if (!edits) return;
  for (const core::FieldEdit& edit : *edits) must(!edit.objection || !edit.objection->empty());
  const core::View view = view_after(*edits);
  must_read_back(view);
  must_be_fit(router.encode(
      door, decoded,
      core::Outcome(core::Receipt{
          .request = Uuid::numbered(9), .view = view, .differences = {}, .changed = true})));
}

void check_decoded(const doors::Router& router, const doors::Door& door,
                   const doors::DecodedRequest& decoded) {
  if (decoded.refused) {
    must_say_why(*decoded.refused);
    // 200 is the status of every reply of a door that says everything in its body.
    must(decoded.refused_status == 200 ||
         (decoded.refused_status >= 400 && decoded.refused_status < 500));
    return must_be_fit(router.encode(door, decoded, std::unexpected(*decoded.refused)));
  }
  if (decoded.ready) return must_be_fit(*decoded.ready);
  if (decoded.parts.empty()) return check_call(router, door, decoded);
  for (const doors::DecodedRequest& part : decoded.parts) check_decoded(router, door, part);
}

// The caller is known from the head, before the body arrives.
void check_head(const doors::Router& router, const doors::RoutingResult& whole,
                http::Request head) {
  head.body.clear();
  const doors::RoutingResult routed = router.route_head(head);
  must(routed.door == whole.door && routed.pattern == whole.pattern);
  if (!whole.caller_fault) return;
  must(routed.caller_fault && routed.caller_fault->kind == whole.caller_fault->kind);
}

// A value that a door accepts is written in a way that it reads as the same value.
void check_spellings(std::string_view text) {
  if (!patchbay::utf8::is_valid(text)) return;
  for (const doors::Door* door : doors::all_doors()) {
    if (!door->tables) continue;
    for (const doors::SpellingTable& table : door->tables()) {
      for (const doors::Spelling& spelling : table.rows) {
        const core::FieldEdit edit = parse_edit(spelling, text, spelling.name);
        if (edit.objection) continue;
        const auto* value = std::get_if<Value>(&edit.edit);
        if (!value || row(spelling.target.field).secret()) continue;
        const core::FieldEdit again =
            parse_edit(spelling, to_text(spelling, *value), spelling.name);
        must(!again.objection && again.edit == edit.edit);
      }
    }
  }
}

// Sets this for a dialect whose settings have it.
void ignore_unknown(auto& dialect_settings, bool value) {
  if constexpr (requires { dialect_settings.ignore_unknown; })
    dialect_settings.ignore_unknown = value;
}

}  // namespace

// The bits of the first byte are settings; the rest is a request.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const bool strict = (data[0] & 1) == 0;
  doors::Settings settings;
  settings.require_if_match = (data[0] & 2) != 0;
#define DOOR(name) ignore_unknown(settings.name, !strict);
#include "doors/doors.def"
#undef DOOR
  const doors::Router router(doors::all_doors(), settings);
  const http::Request request = read_request(text_of(data, size).substr(1));
  if (request.path.empty()) return 0;
  const doors::RoutingResult routed = router.route(request);
  if (const auto* reply = std::get_if<http::Response>(&routed.result))
    must_be_fit(*reply);
  else
    check_decoded(router, *routed.door, std::get<doors::DecodedRequest>(routed.result));
  check_head(router, routed, request);
  if ((data[0] & 4) != 0 && request.query.size() <= 100) check_spellings(request.query);
  return 0;
}
