// Messages of JSON-RPC as the protocol uses it, in two eras: since revision 2026-07-28 each request
// says in `_meta` which revision it follows and who sends it; before, a client began with
// `initialize`.
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "http/message.h"
#include "wire/tree.h"

namespace patchbay::doors::mcp {

inline constexpr std::string_view kRevision = "2026-07-28";
// Those with `initialize`, newest first.
inline constexpr std::string_view kOlderRevisions[] = {"2025-11-25", "2025-06-18"};
// All of them, newest first.
[[nodiscard]] wire::Array revisions();

enum class RpcCode : std::int16_t {
  parse_error = -32700,
  invalid_request = -32600,
  unknown_method = -32601,
  invalid_params = -32602,
  internal = -32603,
  resource_not_found = -32002,  // before 2026-07-28
  header_mismatch = -32020,
  unsupported_version = -32022,
};

// An error of the protocol. What a model can mend is a result instead.
struct RpcError {
  int status = 200;  // of HTTP
  int code = 0;
  std::string message;
  wire::Tree data{};  // null: none
};
[[nodiscard]] RpcError rpc_error(RpcCode code, std::string message, int status = 200);

struct Message {
  wire::Tree id;  // a string or a number; null for a notification
  std::string method;
  wire::Object params;
  bool is_notification = false;
  bool is_modern = false;  // follows kRevision
  std::string client;      // who sends it, as it says itself: "Desk 1.0"; at most 80 characters

  // The member of `params`; null if there is none.
  [[nodiscard]] const wire::Tree* param(std::string_view name) const;
  // The same if it is a string; otherwise empty.
  [[nodiscard]] std::string text_param(std::string_view name) const;
};

// A refusal, with the id of the message as far as it could be read.
struct RefusedMessage {
  RpcError error;
  wire::Tree id{};
};

// Reads the body and checks the headers against it.
[[nodiscard]] std::expected<Message, RefusedMessage> read_message(const http::Request& request);
// What a reply needs of the request: the body, and whether its call could be prepared. If not, the
// reply says what is wrong.
[[nodiscard]] std::string to_echo(const std::string& body, bool is_prepared);
[[nodiscard]] bool is_prepared(const std::string& echo);
// The message of an echo, which was read and checked before; without a method for an empty echo.
[[nodiscard]] Message read_again(const std::string& echo);

[[nodiscard]] http::Response result_response(const Message& message, wire::Object result);
[[nodiscard]] http::Response error_response(const wire::Tree& id, const RpcError& error);

}  // namespace patchbay::doors::mcp
