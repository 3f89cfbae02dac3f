// Reading and writing the headers that all doors share.
#include "doors/how.h"

#include "base/text.h"
#include "base/utf8.h"
#include "doors/entity_tags.h"
#include "doors/preferences.h"

namespace patchbay::doors {
namespace {

constexpr std::size_t kReasonMax = 500;
constexpr std::string_view kPrefix = "patchbay-";

// A header of ours: its name, and how its value is read. Nothing where the value is good; otherwise
// what is allowed.
struct Header {
  std::string_view name;
  std::optional<std::string> (*read)(std::string_view value, core::How& how);
};

std::optional<std::string> read_rehearse(std::string_view value, core::How& how) {
  if (value != "true" && value != "false") return "must be true or false";
  how.rehearse |= value == "true";
  return std::nullopt;
}

std::optional<std::string> read_version(std::string_view value, core::How& how) {
  const auto version = parse_whole(value);
  if (!version || *version < 0) return "must be a version, a whole number";
  if (how.if_match && !how.if_match->holds(*version)) return "contradicts If-Match";
  how.if_version = version;
  return std::nullopt;
}

std::optional<std::string> read_reason(std::string_view value, core::How& how) {
  if (!utf8::valid(value)) return "must be UTF-8";
  if (utf8::length(value) > kReasonMax)
    return "must be at most 500 characters, not " + std::to_string(utf8::length(value));
  how.reason = std::string(value);
  return std::nullopt;
}

constexpr std::string_view kKey = "Idempotency-Key";
constexpr std::size_t kKeyMax = 255;

// Everything that makes a request what it is. What a caller sends twice under one key must be the
// same here.
std::string content_of(const http::Request& request) {
  std::string out = request.method + '\n' + request.path + '?' + request.query + '\n';
  for (const auto& [name, value] : request.headers) {
    const std::string lowered = lower(name);
    if (lowered.starts_with(kPrefix) || lowered == "if-match" || lowered == "if-none-match" ||
        lowered == "prefer" || lowered == "content-type")
      out += lowered + ": " + value + '\n';
  }
  return out + '\n' + request.body;
}

constexpr Header kHeaders[] = {
    {"Patchbay-Rehearse", read_rehearse},
    {"Patchbay-If-Version", read_version},
    {"Patchbay-Reason", read_reason},
};

void refuse(Asked& asked, std::string_view name, std::string what) {
  // What the door could not read comes first.
  if (asked.refused) return;
  asked.refused = Fault(Wrong::malformed, std::move(what), std::string(name));
}

// A header that all doors take, where the door has not read a key of its own.
void read_key(const http::Request& request, Asked& asked) {
  auto& once = asked.call.how.once;
  if (const auto key = request.header(kKey)) {
    if (request.count(kKey) > 1) return refuse(asked, kKey, "is given twice");
    if (!utf8::valid(*key) || key->empty() || utf8::length(*key) > kKeyMax)
      return refuse(asked, kKey, "must be 1 to 255 characters");
    once = core::IdempotencyKey{.key = std::string(*key), .field = std::string(kKey)};
  }
  if (once) once->content = content_of(request);
}

const core::View* view_in(const core::Outcome& outcome) {
  if (const auto* receipt = std::get_if<core::Receipt>(&outcome))
    return receipt->rehearsed ? nullptr : &receipt->view;
  return std::get_if<core::View>(&outcome);
}

// The version that an entity tag would name, or 0.
Version version_in(const core::Outcome& outcome) {
  if (const core::View* view = view_in(outcome)) return view->record.version;
  const auto* things = std::get_if<core::Things>(&outcome);
  if (!things || !things->one || things->rehearsed) return 0;
  return things->principals.empty() ? things->references.front().version
                                    : things->principals.front().version;
}

bool is_rehearsed(const core::Outcome& outcome) {
  if (const auto* receipt = std::get_if<core::Receipt>(&outcome)) return receipt->rehearsed;
  if (const auto* batch = std::get_if<core::Batch>(&outcome)) return batch->rehearsed;
  const auto* things = std::get_if<core::Things>(&outcome);
  return things && things->rehearsed;
}

bool is_read(const Asked& asked) {
  return std::holds_alternative<core::Get>(asked.call.request) ||
         std::holds_alternative<core::GetThing>(asked.call.request);
}

// Whether the caller of a read has this version already.
bool is_unchanged(const Asked& asked, Version version) {
  const auto& none = asked.call.how.if_none_match;
  return is_read(asked) && none && none->holds(version);
}

void leave_out_body(http::Response& response, int status) {
  response.status = status;
  response.body.clear();
  std::erase_if(response.headers,
                [](const auto& header) { return header.first == "Content-Type"; });
}

// Whether a change is told of in full, and can be told of in its headers alone.
bool may_be_minimal(const Door& door, const core::Outcome& outcome) {
  if (!door.minimal || is_rehearsed(outcome)) return false;
  if (std::holds_alternative<core::Receipt>(outcome)) return true;
  const auto* things = std::get_if<core::Things>(&outcome);
  return things && things->one && things->new_key.empty();
}

// RFC 7240, section 3: which of the preferences made a difference.
void say_applied(http::Response& response, const Door& door, const Asked& asked,
                 const core::Outcome& outcome) {
  using Return = Preferences::Return;
  std::string applied;
  const core::How& how = asked.call.how;
  if (how.rebase && (how.if_version || how.if_match) && !is_read(asked))
    applied = "handling=rebase";
  if (asked.prefers.reply != Return::unsaid && !is_read(asked) && may_be_minimal(door, outcome)) {
    const bool minimal = asked.prefers.reply == Return::minimal;
    if (minimal) leave_out_body(response, response.status == 200 ? 204 : response.status);
    applied += applied.empty() ? "" : ", ";
    applied += minimal ? "return=minimal" : "return=representation";
  }
  if (!applied.empty()) response.set("Preference-Applied", std::move(applied));
}

}  // namespace

void read_how(const http::Request& request, const Door& door, Asked& asked) {
  // A key is of the whole request. No header holds a line end: parts have keys of their own.
  for (std::size_t i = 0; i < asked.parts.size(); ++i) {
    read_how(request, door, asked.parts[i]);
    if (auto& once = asked.parts[i].call.how.once) once->key += '\n' + std::to_string(i);
  }
  core::How& how = asked.call.how;
  if (door.etags) {
    how.if_match = read_tags(request, "If-Match", Compared::strong);
    how.if_none_match = read_tags(request, "If-None-Match", Compared::weak);
  }
  for (const auto& [name, value] : request.headers) {
    const std::string lowered = lower(name);
    if (!lowered.starts_with(kPrefix)) continue;
    const Header* found = nullptr;
    for (const Header& each : kHeaders)
      if (lower(each.name) == lowered) found = &each;
    if (!found) {
      refuse(asked, name,
             "is not known here; known are Patchbay-Rehearse, Patchbay-If-Version and "
             "Patchbay-Reason");
    } else if (request.count(name) > 1) {
      refuse(asked, found->name, "is given twice");
    } else if (auto wrong = found->read(value, how)) {
      refuse(asked, found->name, std::move(*wrong));
    }
  }
  asked.prefers = read_preferences(request);
  how.rebase = asked.prefers.rebase;
  read_key(request, asked);
}

std::optional<Fault> refused_read(const Asked& asked, const Result<core::Outcome>& outcome) {
  const auto& only = asked.call.how.if_match;
  const Version version = outcome && is_read(asked) ? version_in(*outcome) : 0;
  if (version == 0 || !only || only->holds(version)) return std::nullopt;
  if (only->versions.empty()) return Fault(Wrong::version_differs, only->flaw, only->name);
  return Fault(Wrong::version_differs, "excludes version " + std::to_string(version), only->name);
}

void say_how(http::Response& response, const Door& door, const Asked& asked,
             const Result<core::Outcome>& outcome) {
  if (!outcome) return;
  const auto* batch = std::get_if<core::Batch>(&*outcome);
  if (batch && batch->replayed) response.set("Idempotency-Replayed", "true");
  if (is_rehearsed(*outcome)) response.set("Patchbay-Rehearsed", "true");
  if (const Version version = version_in(*outcome); version > 0 && door.etags) {
    response.set("ETag", tag_of(version));
    if (is_unchanged(asked, version)) leave_out_body(response, 304);
  }
  say_applied(response, door, asked, *outcome);
}

}  // namespace patchbay::doors
