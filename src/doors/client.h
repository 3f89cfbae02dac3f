// The client half of a dialect: calls as requests to a server that speaks it, and its replies as
// values. The serving half and the client half walk the same rows of fields and calls.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/call/call.h"
#include "http/message.h"
#include "record/value/record.h"

namespace patchbay::doors {

// What a client can ask of a server of a dialect.
enum class ClientCall : std::uint8_t {
  update,
  get,
  list,
  create,
  remove,
  undelete,
  move,
  adjust,
  sign_in,
  refresh,
  request_status,
};
inline constexpr std::size_t kClientCalls = 11;
// "update", "request_status".
[[nodiscard]] std::string_view word(ClientCall call);
// What `request` asks for. Nothing for what no dialect of a vendor has.
[[nodiscard]] std::optional<ClientCall> client_call(const core::Request& request);

// A call in the words of a dialect's document; `name` is empty if the document has no such call.
struct ClientCallRow {
  ClientCall call;
  std::string_view name;
};
// Whether the rows have one for each call, in their order.
template <class Rows>
consteval bool covers_every_call(const Rows& rows) {
  if (std::size(rows) != kClientCalls) return false;
  for (std::size_t i = 0; i < kClientCalls; ++i)
    if (rows[i].call != static_cast<ClientCall>(i)) return false;
  return true;
}

// Why something of a call cannot be expressed in a dialect. The rows are in losses.def.
enum class LossKind : std::uint8_t {
#define LOSS(kind, what, advice) kind,
#include "doors/losses.def"
#undef LOSS
};
[[nodiscard]] std::string_view word(LossKind kind);    // "too_long"
[[nodiscard]] std::string_view advice(LossKind kind);  // what a person can do

// Something that a request does not carry, or carries otherwise than it was meant.
struct Loss {
  LossKind kind{};
  std::string field;                 // in the spelling of the caller
  std::optional<std::string> value;  // nothing if the field was to be emptied; secrets are masked
  std::string why;                   // a whole clause
};
[[nodiscard]] Loss make_loss(LossKind kind, std::string field, std::optional<std::string> value,
                             std::string_view more = {});

// A word in capitals inside a request that a person replaces before the request is sent.
struct Placeholder {
  std::string name;
  std::string meaning;
};

// What encoding may use beside the call.
struct ClientContext {
  // The credentials to send; without any, placeholders stand in their stead.
  core::Credentials credentials{};
  // The customer as the record shows it, or null if it is not known. It only names: the customer
  // and its parts by the key that the dialect wants, and what the dialect would empty if it were
  // left out.
  const Record* record = nullptr;
  // Whether values of secret fields are sent. Otherwise placeholders are.
  bool sends_secrets = false;
};

// A request without Host and Content-Length. There is no request if nothing is left to send.
struct EncodedCall {
  std::optional<http::Request> request;
  std::vector<Loss> losses{};
  std::vector<Placeholder> placeholders{};
  std::vector<std::string> looked_up{};  // what was taken from ClientContext::record
};

// ---- replies

// A customer as a reply shows it: for each field the edit that would leave it as it is, so that
// would_change_nothing() compares it with a record.
struct ShownCustomer {
  std::optional<core::Subject> subject;  // as the dialect names it
  std::string name;                      // empty if the reply does not show it
  std::vector<core::FieldEdit> fields;
};
struct ShownPage {
  std::vector<ShownCustomer> customers;
  bool more = false;                 // another page follows, as far as the reply says
  std::optional<std::size_t> total;  // of all pages
};
// A change was accepted.
struct Accepted {
  std::optional<core::Subject> customer;  // a new one, or the one that was changed
  std::optional<Uuid> request;            // for request_status
  bool rehearsed = false;                 // nothing was written
};
struct GivenTokens {
  Secret token;
  Secret refresh_token;
  std::int64_t seconds = 0;
};
enum class RequestProgress : std::uint8_t { open, done, failed };
using Reply = std::variant<Accepted, ShownCustomer, ShownPage, GivenTokens, RequestProgress>;

// One way in which a dialect is spoken. Everlytic has two, "rest" and "xml-rpc".
struct ClientTransport {
  std::string_view name;
  // Encodes `call`. Never fails: what the dialect cannot express is in the losses. Does not use
  // problems and objections of the call, except as losses.
  EncodedCall (*encode_call)(const core::Call& call, const ClientContext& context);
  // Decodes the reply to `call`. A fault has the vendor's words, and for each field that the words
  // name the path of the field in the record: "contacts/telephone". Null in every transport of a
  // dialect whose replies are not read: requests are translated, and nothing speaks to a server.
  Result<Reply> (*decode_reply)(ClientCall call, const http::Response& response);
};

struct DialectClient {
  std::span<const ClientCallRow> calls;
  std::span<const ClientTransport> transports;  // at least one; the first is the usual one
  // The placeholder in the header Authorization; empty if the credentials are sent elsewhere.
  std::string_view authorization{};
  // Puts credentials in place of those of a request as a client of the vendor sent it, and leaves
  // everything else as it is. Returns false if it has no place for them. Null: they go into the
  // header Authorization.
  bool (*put_credentials)(http::Request& request, const core::Credentials& credentials) = nullptr;
  // What of the edits of a decoded call only this dialect can say of a customer, in its spelling.
  // `before` is empty for a customer that is new or not known. Null: it says nothing of the kind.
  std::vector<std::string> (*said_here_only)(std::span<const core::FieldEdit> edits,
                                             const Record& before) = nullptr;
};

// The client half of a door on the list, or null if it has none: each folder exports one as
// kClient.
[[nodiscard]] const DialectClient* client_of(std::string_view door);
// The same, or null if it does not read replies: for code that speaks to a server.
[[nodiscard]] const DialectClient* speaking_client_of(std::string_view door);
// The names of the doors that have one.
[[nodiscard]] std::vector<std::string_view> dialects_spoken();

}  // namespace patchbay::doors
