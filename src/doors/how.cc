// Reading and writing the headers that all doors share.
#include "doors/how.h"

#include "base/text.h"
#include "base/utf8.h"

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
  if (how.if_version && how.if_version != version) return "contradicts If-Match";
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
    if (lowered.starts_with(kPrefix) || lowered == "if-match" || lowered == "prefer" ||
        lowered == "content-type")
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

// `"7"`, as reads send it. Anything else is the tag of no version.
void read_if_match(const http::Request& request, Asked& asked) {
  const auto header = request.header("If-Match");
  if (!header || *header == "*") return;
  const std::string_view tag = trim(*header);
  const bool quoted = tag.size() > 2 && tag.front() == '"' && tag.back() == '"';
  const auto version = quoted ? parse_whole(tag.substr(1, tag.size() - 2)) : std::nullopt;
  asked.call.how.if_version = version.value_or(-1);
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

}  // namespace

void read_how(const http::Request& request, const Door& door, Asked& asked) {
  if (door.etags) read_if_match(request, asked);
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
    } else if (auto wrong = found->read(value, asked.call.how)) {
      refuse(asked, found->name, std::move(*wrong));
    }
  }
  if (const auto prefer = request.header("Prefer"))
    asked.call.how.rebase = lower(trim(*prefer)) == "handling=rebase";
  read_key(request, asked);
}

void say_how(http::Response& response, const Door& door, const Asked&,
             const Result<core::Outcome>& outcome) {
  if (!outcome) return;
  const auto* batch = std::get_if<core::Batch>(&*outcome);
  if (batch && batch->replayed) response.set("Idempotency-Replayed", "true");
  if (is_rehearsed(*outcome)) response.set("Patchbay-Rehearsed", "true");
  if (const Version version = version_in(*outcome); version > 0 && door.etags)
    response.set("ETag", '"' + std::to_string(version) + '"');
}

}  // namespace patchbay::doors
