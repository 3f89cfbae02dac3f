// The command `mcp`: an assistant on this machine speaks to the server through it. Each line of
// standard input is a message, which goes to POST /mcp; what comes back is a line of standard
// output.
#include <algorithm>
#include <cstdio>
#include <memory>
#include <optional>

#include <CLI/CLI.hpp>

#include "base/digest.h"
#include "base/result.h"
#include "base/text.h"
#include "cli/command.h"
#include "cli/remote/remote_options.h"
#include "cli/remote/shown.h"
#include "wire/json.h"

namespace patchbay::app {
namespace {

using wire::Object;
using wire::Tree;

constexpr std::size_t kLineBytesMax = std::size_t{64} << 20;
constexpr int kAccepted = 202;
constexpr int kInternalError = -32603;

struct McpArguments {
  RemoteOptions remote;
};

// The next line without its end; nothing at the end of the input. A line that is too long is cut
// off, so the server refuses it as no JSON.
std::optional<std::string> next_line() {
  std::string out;
  int c = std::getc(stdin);
  if (c == EOF) return std::nullopt;
  for (; c != EOF && c != '\n'; c = std::getc(stdin))
    if (out.size() < kLineBytesMax) out += static_cast<char>(c);
  return out;
}

// Text that a header cannot hold goes as Base64, marked as the protocol says.
std::string header_value(const std::string& text) {
  const bool is_plain = !text.empty() && text.front() != ' ' && text.back() != ' ' &&
                        !text.starts_with("=?base64?") &&
                        std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~'; });
  return is_plain ? text : "=?base64?" + base64(text) + "?=";
}

// What the protocol wants repeated in headers, for requests that say their revision.
http::Headers headers_of(const Tree& message) {
  constexpr const char* kRevision = "io.modelcontextprotocol/protocolVersion";
  http::Headers out{{"Content-Type", "application/json"},
                    {"Accept", "application/json, text/event-stream"}};
  const Tree* const params = message.find("params");
  const Tree* const meta = params ? params->find("_meta") : nullptr;
  const Tree* const revision = meta ? meta->find(kRevision) : nullptr;
  if (!revision || !revision->text()) return out;
  out.emplace_back("MCP-Protocol-Version", header_value(*revision->text()));
  out.emplace_back("Mcp-Method", header_value(member_text(message, "method")));
  const bool is_of_resource = member_text(message, "method").starts_with("resources/");
  const Tree* const named = params->find(is_of_resource ? "uri" : "name");
  if (named && named->text()) out.emplace_back("Mcp-Name", header_value(*named->text()));
  return out;
}

void put_line(std::string line) {
  line += '\n';
  std::fwrite(line.data(), 1, line.size(), stdout);
  std::fflush(stdout);
}

// A request that got no reply; a notification gets none in any case.
void put_failure(const Tree& message, const std::string& what) {
  const Tree* const id = message.find("id");
  if (!id) return;
  const Object error{{"code", Tree(kInternalError)}, {"message", what}};
  put_line(
      wire::json::write(Tree(Object{{"jsonrpc", "2.0"}, {"id", *id}, {"error", Tree(error)}})));
}

void forward(const Session& session, const std::string& line) {
  const auto parsed = wire::json::parse(line);
  const Tree message = parsed ? *parsed : Tree();
  const auto reply = session.exchange(
      {.method = "POST", .target = "/mcp", .headers = headers_of(message), .body = line});
  if (!reply)
    return put_failure(message,
                       reply.error().what + "; if it was a change, look whether it was made");
  if (reply->status == kAccepted) return;
  // What the server refuses before it reads the message has no id.
  if (const Tree* const id = message.find("id");
      id && reply->tree.find("error") && !reply->tree.find("id")) {
    Tree out = reply->tree;
    out.set("id", *id);
    return put_line(wire::json::write(out));
  }
  if (reply->tree.find("jsonrpc")) return put_line(wire::json::write(reply->tree));
  put_failure(message, "the server answered with status " + std::to_string(reply->status));
}

Answer<int> serve_assistant(McpArguments& arguments) {
  if (arguments.remote.is_json())
    return fail("messages are passed on as they are: leave out --json and --jq");
  const Session session = TRY(arguments.remote.open());
  while (const auto line = next_line())
    if (!trim(*line).empty()) forward(session, *line);
  return kDone;
}

}  // namespace

Run define_mcp(CLI::App& command) {
  const auto arguments = std::make_shared<McpArguments>();
  arguments->remote.add_to(command);
  return [arguments] { return finish(serve_assistant(*arguments)); };
}

}  // namespace patchbay::app
