// Reads and writes the headers that all doors share.
#include "doors/shared/common_headers.h"

#include <algorithm>
#include <vector>

#include "base/text.h"
#include "base/utf8.h"
#include "doors/shared/entity_tags.h"
#include "doors/shared/preferences.h"

namespace patchbay::doors {
namespace {

constexpr std::size_t kReasonMax = 500;
constexpr std::string_view kPrefix = "patchbay-";

// A header of Patchbay: its name and its reader. The reader returns nothing for a valid value,
// otherwise what is allowed.
struct Header {
  std::string_view name;
  std::optional<std::string> (*read)(std::string_view value, core::CallOptions& options);
};

std::optional<std::string> read_rehearse(std::string_view value, core::CallOptions& options) {
  if (value != "true" && value != "false") return "must be true or false";
  options.rehearse |= value == "true";
  return std::nullopt;
}

std::optional<std::string> read_version(std::string_view value, core::CallOptions& options) {
  const auto version = parse_whole(value);
  if (!version || *version < 0) return "must be a version, a whole number";
  if (options.if_match && !options.if_match->holds(*version)) return "contradicts If-Match";
  options.if_version = version;
  return std::nullopt;
}

std::optional<std::string> read_reason(std::string_view value, core::CallOptions& options) {
  if (!utf8::is_valid(value)) return "must be UTF-8";
  if (utf8::length(value) > kReasonMax)
    return "must be at most 500 characters, not " + std::to_string(utf8::length(value));
  options.reason = std::string(value);
  return std::nullopt;
}

constexpr std::string_view kKey = "Idempotency-Key";
constexpr std::size_t kKeyMax = 255;

// Everything that identifies a request. Two requests with the same idempotency key must agree in
// this. The order of headers does not count, because clients and proxies may send a retry with
// another one.
std::string content_of(const http::Request& request) {
  std::string out = request.method + '\n' + request.path + '?' + request.query + '\n';
  std::vector<std::string> lines;
  for (const auto& [name, value] : request.headers) {
    const std::string lowered = lower(name);
    if (lowered.starts_with(kPrefix) || lowered == "if-match" || lowered == "if-none-match" ||
        lowered == "prefer" || lowered == "content-type")
      lines.push_back(lowered + ": " + value + '\n');
  }
  std::ranges::sort(lines);
  for (const std::string& line : lines) out += line;
  out += '\n';
  return out + (request.body_file ? "file " + request.body_file->digest() : request.body);
}

constexpr Header kHeaders[] = {
    {"Patchbay-Rehearse", read_rehearse},
    {"Patchbay-If-Version", read_version},
    {"Patchbay-Reason", read_reason},
};

void refuse(DecodedRequest& decoded, std::string_view name, std::string what) {
  // What the door could not read takes precedence.
  if (decoded.refused) return;
  decoded.refused = Fault(ErrorKind::malformed, std::move(what), std::string(name));
}

// Reads Idempotency-Key, unless the door has read another key.
void read_key(const http::Request& request, DecodedRequest& decoded) {
  auto& idempotency_key = decoded.call.options.idempotency_key;
  if (const auto key = request.header(kKey)) {
    if (request.count(kKey) > 1) return refuse(decoded, kKey, "is given twice");
    if (!utf8::is_valid(*key) || key->empty() || utf8::length(*key) > kKeyMax)
      return refuse(decoded, kKey, "must be 1 to 255 characters");
    idempotency_key = core::IdempotencyKey{.key = std::string(*key), .field = std::string(kKey)};
  }
  if (idempotency_key) idempotency_key->content = content_of(request);
}

const core::View* view_in(const core::Outcome& outcome) {
  if (const auto* receipt = std::get_if<core::Receipt>(&outcome))
    return receipt->rehearsed ? nullptr : &receipt->view;
  return std::get_if<core::View>(&outcome);
}

// The version that an entity tag would name, or 0.
Version version_in(const core::Outcome& outcome) {
  if (const core::View* view = view_in(outcome)) return view->record.version;
  if (const auto* webhooks = std::get_if<core::Webhooks>(&outcome))
    return webhooks->one && !webhooks->rehearsed ? webhooks->webhooks.front().webhook.version : 0;
  if (const auto* systems = std::get_if<core::OutsideSystems>(&outcome))
    return systems->one && !systems->rehearsed ? systems->systems.front().version : 0;
  const auto* admin_objects = std::get_if<core::AdminObjects>(&outcome);
  if (!admin_objects || !admin_objects->one || admin_objects->rehearsed) return 0;
  return admin_objects->principals.empty() ? admin_objects->references.front().version
                                           : admin_objects->principals.front().version;
}

bool is_rehearsed(const core::Outcome& outcome) {
  if (const auto* receipt = std::get_if<core::Receipt>(&outcome)) return receipt->rehearsed;
  if (const auto* batch = std::get_if<core::Batch>(&outcome)) return batch->rehearsed;
  if (const auto* batch = std::get_if<core::LongBatch>(&outcome)) return batch->rehearsed;
  if (const auto* webhooks = std::get_if<core::Webhooks>(&outcome)) return webhooks->rehearsed;
  if (const auto* erasure = std::get_if<core::Erasure>(&outcome)) return erasure->rehearsed;
  if (const auto* test = std::get_if<core::WebhookTest>(&outcome)) return test->rehearsed;
  if (const auto* systems = std::get_if<core::OutsideSystems>(&outcome)) return systems->rehearsed;
  if (const auto* linked = std::get_if<core::SystemLinked>(&outcome)) return linked->rehearsed;
  if (const auto* replay = std::get_if<core::DeliveryReplay>(&outcome)) return replay->rehearsed;
  if (const auto* imported = std::get_if<core::Imported>(&outcome)) return imported->is_plan;
  const auto* admin_objects = std::get_if<core::AdminObjects>(&outcome);
  return admin_objects && admin_objects->rehearsed;
}

bool is_read(const DecodedRequest& decoded) {
  return std::holds_alternative<core::GetCustomer>(decoded.call.request) ||
         std::holds_alternative<core::GetAdminObject>(decoded.call.request) ||
         std::holds_alternative<core::GetWebhook>(decoded.call.request) ||
         std::holds_alternative<core::GetOutsideSystem>(decoded.call.request);
}

// Whether the caller of a read already has this version.
bool is_unchanged(const DecodedRequest& decoded, Version version) {
  const auto& none = decoded.call.options.if_none_match;
  return is_read(decoded) && none && none->holds(version);
}

void leave_out_body(http::Response& response, int status) {
  response.status = status;
  response.body.clear();
  std::erase_if(response.headers,
                [](const auto& header) { return header.first == "Content-Type"; });
}

// Whether the reply to a change may omit its body because the headers say everything.
bool can_leave_out_body(const Door& door, const core::Outcome& outcome) {
  if (!door.minimal || is_rehearsed(outcome)) return false;
  if (std::holds_alternative<core::Receipt>(outcome)) return true;
  if (const auto* webhooks = std::get_if<core::Webhooks>(&outcome))
    return webhooks->one && webhooks->new_secret.empty();
  if (const auto* systems = std::get_if<core::OutsideSystems>(&outcome)) return systems->one;
  const auto* admin_objects = std::get_if<core::AdminObjects>(&outcome);
  return admin_objects && admin_objects->one && admin_objects->new_key.empty();
}

// RFC 7240, section 3: names the preferences that made a difference.
void write_applied_preferences(http::Response& response, const Door& door,
                               const DecodedRequest& decoded, const core::Outcome& outcome) {
  using Return = Preferences::Return;
  std::string applied;
  const core::CallOptions& options = decoded.call.options;
  if (options.rebase && (options.if_version || options.if_match) && !is_read(decoded))
    applied = "handling=rebase";
  if (decoded.preferences.reply != Return::unsaid && !is_read(decoded) &&
      can_leave_out_body(door, outcome)) {
    const bool minimal = decoded.preferences.reply == Return::minimal;
    if (minimal) leave_out_body(response, response.status == 200 ? 204 : response.status);
    applied += applied.empty() ? "" : ", ";
    applied += minimal ? "return=minimal" : "return=representation";
  }
  if (!applied.empty()) response.set("Preference-Applied", std::move(applied));
}

}  // namespace

void read_common_headers(const http::Request& request, const Door& door, DecodedRequest& decoded) {
  // A key is for the whole request. Each part gets a separate key; a header cannot contain the
  // line feed in it.
  for (std::size_t i = 0; i < decoded.parts.size(); ++i) {
    read_common_headers(request, door, decoded.parts[i]);
    if (auto& idempotency_key = decoded.parts[i].call.options.idempotency_key)
      idempotency_key->key += '\n' + std::to_string(i);
  }
  core::CallOptions& options = decoded.call.options;
  // A door without entity tags ignores them on reads. Its changes can still have conditions.
  if (door.etags || !is_read(decoded)) {
    options.if_match = read_tags(request, "If-Match", TagComparison::strong);
    options.if_none_match = read_tags(request, "If-None-Match", TagComparison::weak);
  }
  for (const auto& [name, value] : request.headers) {
    const std::string lowered = lower(name);
    if (!lowered.starts_with(kPrefix)) continue;
    const Header* found = nullptr;
    for (const Header& each : kHeaders)
      if (lower(each.name) == lowered) found = &each;
    if (!found) {
      refuse(decoded, name,
             "is not known here; the headers are Patchbay-Rehearse, Patchbay-If-Version and "
             "Patchbay-Reason");
    } else if (request.count(name) > 1) {
      refuse(decoded, found->name, "is given twice");
    } else if (auto wrong = found->read(value, options)) {
      refuse(decoded, found->name, std::move(*wrong));
    }
  }
  decoded.preferences = read_preferences(request);
  options.rebase = decoded.preferences.rebase;
  read_key(request, decoded);
}

std::optional<Fault> check_read_condition(const DecodedRequest& decoded,
                                          const Result<core::Outcome>& outcome) {
  const auto& only = decoded.call.options.if_match;
  const Version version = outcome && is_read(decoded) ? version_in(*outcome) : 0;
  if (version == 0 || !only || only->holds(version)) return std::nullopt;
  if (only->versions.empty()) return Fault(ErrorKind::version_differs, only->objection, only->name);
  return Fault(ErrorKind::version_differs, "excludes version " + std::to_string(version),
               only->name);
}

void write_common_headers(http::Response& response, const Door& door, const DecodedRequest& decoded,
                          const Result<core::Outcome>& outcome) {
  if (!outcome) return;
  const auto* batch = std::get_if<core::Batch>(&*outcome);
  const auto* long_batch = std::get_if<core::LongBatch>(&*outcome);
  if ((batch && batch->replayed) || (long_batch && long_batch->replayed))
    response.set("Idempotency-Replayed", "true");
  if (is_rehearsed(*outcome)) response.set("Patchbay-Rehearsed", "true");
  if (const Version version = version_in(*outcome); version > 0 && door.etags) {
    response.set("ETag", tag_of(version));
    if (is_unchanged(decoded, version)) leave_out_body(response, 304);
  }
  write_applied_preferences(response, door, decoded, *outcome);
}

}  // namespace patchbay::doors
