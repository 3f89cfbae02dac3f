// The era of a message, its headers, and replies.
#include "doors/mcp/message.h"

#include <algorithm>
#include <iterator>

#include "base/digest.h"
#include "base/lookalike.h"
#include "base/result.h"
#include "base/text.h"
#include "base/utf8.h"
#include "base/version.h"
#include "wire/json.h"
#include "wire/position.h"

namespace patchbay::doors::mcp {
namespace {

using wire::Object;
using wire::Tree;

constexpr std::string_view kMeta = "_meta";
constexpr std::string_view kVersionKey = "io.modelcontextprotocol/protocolVersion";
constexpr std::string_view kClientKey = "io.modelcontextprotocol/clientInfo";
constexpr std::string_view kAbilitiesKey = "io.modelcontextprotocol/clientCapabilities";
constexpr std::string_view kServerKey = "io.modelcontextprotocol/serverInfo";
constexpr std::string_view kVersionHeader = "MCP-Protocol-Version";
constexpr std::size_t kClientBytesMax = 160;
// The first character of an echo.
constexpr char kPrepared = '+';
constexpr char kUnprepared = '-';

constexpr int kBad = 400;

using Checked = std::expected<void, RpcError>;

std::unexpected<RpcError> refuse(RpcCode code, std::string message, int status = kBad) {
  return std::unexpected(rpc_error(code, std::move(message), status));
}

std::string member_text(const Tree* object, std::string_view name) {
  const Tree* const found = object ? object->find(name) : nullptr;
  return found && found->text() ? *found->text() : std::string();
}

// One line without control characters. It stands in history, so it is short.
std::string client_name(std::string text) {
  // Cut first: it may be as long as the body, and the caller has not signed in yet.
  if (text.size() > kClientBytesMax) {
    std::size_t end = kClientBytesMax;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
    text.resize(end);
  }
  if (!utf8::is_valid(text)) return {};
  std::erase_if(text, [](char c) { return static_cast<unsigned char>(c) < ' ' || c == 0x7F; });
  text = std::string(trim(text));
  if (has_hidden_characters(text)) return {};
  return text;
}

std::string client_of(const Tree* info, const http::Request& request) {
  const std::string name = member_text(info, "name");
  const std::string version = member_text(info, "version");
  if (!name.empty()) return client_name(version.empty() ? name : name + ' ' + version);
  return client_name(std::string(request.header("User-Agent").value_or("")));
}

bool is_older(std::string_view revision) {
  return std::ranges::find(kOlderRevisions, revision) != std::end(kOlderRevisions);
}

RpcError unsupported(const std::string& requested) {
  RpcError out = rpc_error(RpcCode::unsupported_version, "Unsupported protocol version", kBad);
  out.data = Tree(Object{{"supported", Tree(revisions())}, {"requested", requested}});
  return out;
}

// The value of a header that repeats a member of the body; text that a header cannot hold is in
// Base64.
std::optional<std::string> mirrored(const http::Request& request, std::string_view name) {
  constexpr std::string_view kBefore = "=?base64?";
  constexpr std::string_view kAfter = "?=";
  const auto given = request.header(name);
  if (!given || request.count(name) != 1) return std::nullopt;
  std::string_view text = trim(*given);
  if (!text.starts_with(kBefore) || !text.ends_with(kAfter) ||
      text.size() < kBefore.size() + kAfter.size())
    return std::string(text);
  text.remove_prefix(kBefore.size());
  text.remove_suffix(kAfter.size());
  return parse_base64(text);
}

Checked check_header(const http::Request& request, std::string_view name,
                     const std::string& in_body) {
  const auto given = mirrored(request, name);
  if (given && *given == in_body) return {};
  return refuse(RpcCode::header_mismatch,
                "Header mismatch: " + std::string(name) +
                    (given ? " differs from the body" : " is required, once and readable") +
                    ", where it is " + wire::json::quote(in_body));
}

// The member that the header Mcp-Name repeats; null if the method has none.
const Tree* named(const Message& message) {
  if (message.method == "tools/call" || message.method == "prompts/get")
    return message.param("name");
  return message.method == "resources/read" ? message.param("uri") : nullptr;
}

Checked check_modern(const http::Request& request, const Message& message, const Tree& meta) {
  const std::string revision = member_text(&meta, kVersionKey);
  if (revision.empty())
    return refuse(RpcCode::invalid_params, "_meta must hold " + std::string(kVersionKey));
  TRY_DO(check_header(request, kVersionHeader, revision));
  if (revision != kRevision) return std::unexpected(unsupported(revision));
  const Tree* const abilities = meta.find(kAbilitiesKey);
  if (!abilities || !abilities->object())
    return refuse(RpcCode::invalid_params,
                  "_meta must hold " + std::string(kAbilitiesKey) + ", an object");
  TRY_DO(check_header(request, "Mcp-Method", message.method));
  if (const Tree* const name = named(message); name && name->text())
    TRY_DO(check_header(request, "Mcp-Name", *name->text()));
  return {};
}

// Also a notification, which says nothing of its era, and all that belongs to `initialize`.
Checked check_older(const http::Request& request, const Message& message) {
  const auto header = request.header(kVersionHeader);
  if (!header || is_older(trim(*header)) || message.method == "initialize") return {};
  if (trim(*header) != kRevision) return std::unexpected(unsupported(std::string(trim(*header))));
  if (message.is_notification) return {};
  return refuse(RpcCode::invalid_params, "params must hold _meta with " + std::string(kVersionKey) +
                                             " and " + std::string(kAbilitiesKey));
}

Checked read_id(const Tree& body, Message& out) {
  const Tree* const id = body.find("id");
  out.is_notification = id == nullptr;
  if (!id) return {};
  const bool is_whole = id->number() && parse_whole(id->number()->text);
  if (!id->text() && !is_whole)
    return refuse(RpcCode::invalid_request, "id must be a string or a whole number");
  out.id = *id;
  return {};
}

Checked read_members(const Tree& body, Message& out) {
  if (!body.object())
    return refuse(RpcCode::invalid_request,
                  "the body must be one message, an object, not " + std::string(body.kind()) +
                      (body.array() ? ": send each message on its own" : ""));
  TRY_DO(read_id(body, out));
  if (body.find("result") || body.find("error"))
    return refuse(RpcCode::invalid_request, "a client sends no responses here");
  if (member_text(&body, "jsonrpc") != "2.0")
    return refuse(RpcCode::invalid_request, "jsonrpc must be \"2.0\"");
  out.method = member_text(&body, "method");
  if (out.method.empty()) return refuse(RpcCode::invalid_request, "method must be a string");
  if (const Tree* const params = body.find("params")) {
    if (!params->object()) return refuse(RpcCode::invalid_params, "params must be an object");
    out.params = *params->object();
  }
  const Tree* const meta = out.param(kMeta);
  out.is_modern = meta && meta->find(kVersionKey);
  return {};
}

// Both eras may be asked for in one header.
bool accepts_json(const http::Request& request) {
  const auto accept = request.header("Accept");
  if (!accept) return true;
  const std::string lowered = lower(*accept);
  return lowered.contains("application/json") || lowered.contains("*/*") ||
         lowered.contains("application/*");
}

Checked check_media(const http::Request& request) {
  constexpr int kNotAcceptable = 406;
  constexpr int kUnsupportedMedia = 415;
  if (request.content_type() != "application/json")
    return refuse(RpcCode::invalid_request, "the content type must be application/json",
                  kUnsupportedMedia);
  if (!accepts_json(request))
    return refuse(RpcCode::invalid_request, "Accept must allow application/json", kNotAcceptable);
  return {};
}

Checked read_body(const http::Request& request, Message& out) {
  TRY_DO(check_media(request));
  const auto body = wire::json::parse(request.body);
  if (!body)
    return refuse(RpcCode::parse_error,
                  "the body is not good JSON at " +
                      wire::line_and_column(request.body, body.error().offset) + ": " +
                      body.error().what);
  TRY_DO(read_members(*body, out));
  const Tree* const meta = out.param(kMeta);
  out.client = client_of(meta ? meta->find(kClientKey) : nullptr, request);
  return out.is_modern ? check_modern(request, out, *meta) : check_older(request, out);
}

http::Response json_response(int status, const Object& body) {
  return {.status = status,
          .headers = {{"Content-Type", "application/json"}, {"Cache-Control", "no-store"}},
          .body = wire::json::write(Tree(body))};
}

}  // namespace

wire::Array revisions() {
  wire::Array out{Tree(kRevision)};
  for (const std::string_view each : kOlderRevisions) out.emplace_back(each);
  return out;
}

RpcError rpc_error(RpcCode code, std::string message, int status) {
  return {.status = status, .code = static_cast<int>(code), .message = std::move(message)};
}

const Tree* Message::param(std::string_view name) const {
  const auto found = std::ranges::find(params, name, &Object::value_type::first);
  return found == params.end() ? nullptr : &found->second;
}

std::string Message::text_param(std::string_view name) const {
  const Tree* const found = param(name);
  return found && found->text() ? *found->text() : std::string();
}

std::expected<Message, RefusedMessage> read_message(const http::Request& request) {
  Message out;
  if (auto read = read_body(request, out); !read)
    return std::unexpected(RefusedMessage{std::move(read.error()), std::move(out.id)});
  return out;
}

std::string to_echo(const std::string& body, bool is_prepared) {
  return (is_prepared ? kPrepared : kUnprepared) + body;
}

bool is_prepared(const std::string& echo) { return echo.starts_with(kPrepared); }

Message read_again(const std::string& echo) {
  Message out;
  if (echo.empty()) return out;
  const std::string_view body = std::string_view(echo).substr(1);
  // The first reading has reported what is wrong with it.
  const auto tree = wire::json::parse(body);
  if (!tree) return out;
  [[maybe_unused]] const Checked again = read_members(*tree, out);
  return out;
}

http::Response result_response(const Message& message, Object result) {
  constexpr int kOk = 200;
  if (message.is_modern) {
    result.emplace_back("resultType", "complete");
    result.emplace_back(
        kMeta, Tree(Object{{std::string(kServerKey),
                            Tree(Object{{"name", "patchbay"}, {"version", program_version()}})}}));
  }
  return json_response(
      kOk, Object{{"jsonrpc", "2.0"}, {"id", message.id}, {"result", Tree(std::move(result))}});
}

http::Response error_response(const Tree& id, const RpcError& error) {
  Object shown{{"code", Tree(error.code)}, {"message", error.message}};
  if (!error.data.is_null()) shown.emplace_back("data", error.data);
  Object body{{"jsonrpc", "2.0"}};
  if (!id.is_null()) body.emplace_back("id", id);
  body.emplace_back("error", Tree(std::move(shown)));
  return json_response(error.status, body);
}

}  // namespace patchbay::doors::mcp
