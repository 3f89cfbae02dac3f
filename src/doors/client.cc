// Words for calls and losses.
#include "doors/client.h"

#include <array>

#define DOOR(name)                           \
  namespace patchbay::doors {                \
  namespace name {                           \
  extern const DialectClient* const kClient; \
  }                                          \
  }
#include "doors/doors.def"
#undef DOOR

namespace patchbay::doors {
namespace {

struct ClientOfDoor {
  std::string_view door;
  const DialectClient* const* client;
};
const ClientOfDoor kClients[] = {
#define DOOR(name) {#name, &name::kClient},
#include "doors/doors.def"
#undef DOOR
};

constexpr std::array<std::string_view, kClientCalls> kCallWords = {
    "update", "get",    "list",    "create",  "remove",        "undelete",
    "move",   "adjust", "sign_in", "refresh", "request_status"};

struct LossRow {
  std::string_view word;
  std::string_view what;
  std::string_view advice;
};
constexpr LossRow kLosses[] = {
#define LOSS(kind, what, advice) {#kind, what, advice},
#include "doors/losses.def"
#undef LOSS
};

const LossRow& row_of(LossKind kind) { return kLosses[static_cast<std::size_t>(kind)]; }

std::optional<ClientCall> update_call(const core::UpdateCustomer& update) {
  if (update.undo) return std::nullopt;
  if (update.adjustment) return ClientCall::adjust;
  if (update.move_to) return ClientCall::move;
  if (update.from_view) return ClientCall::update;
  if (update.edits.size() != 1) return ClientCall::update;
  const core::FieldEdit& only = update.edits.front();
  if (only.target != Target{.field = Field::deleted}) return ClientCall::update;
  if (only.edit == Edit{Value{true}}) return ClientCall::remove;
  if (only.edit == Edit{Value{false}}) return ClientCall::undelete;
  return ClientCall::update;
}

struct CallOf {
  using Out = std::optional<ClientCall>;
  Out operator()(const core::UpdateCustomer& update) const { return update_call(update); }
  Out operator()(const core::CreateCustomer&) const { return ClientCall::create; }
  Out operator()(const core::GetCustomer& get) const {
    if (get.at_version || get.at_time) return std::nullopt;
    return ClientCall::get;
  }
  Out operator()(const core::ListCustomers&) const { return ClientCall::list; }
  Out operator()(const core::SignIn& sign_in) const {
    if (sign_in.session) return std::nullopt;
    return ClientCall::sign_in;
  }
  Out operator()(const core::Refresh&) const { return ClientCall::refresh; }
  Out operator()(const core::RequestStatus&) const { return ClientCall::request_status; }
  Out operator()(const auto&) const { return std::nullopt; }
};

}  // namespace

const DialectClient* client_of(std::string_view door) {
  for (const ClientOfDoor& each : kClients)
    if (each.door == door) return *each.client;
  return nullptr;
}

const DialectClient* speaking_client_of(std::string_view door) {
  const DialectClient* const client = client_of(door);
  return client && client->transports.front().decode_reply ? client : nullptr;
}

std::vector<std::string_view> dialects_spoken() {
  std::vector<std::string_view> out;
  for (const ClientOfDoor& each : kClients)
    if (speaking_client_of(each.door)) out.push_back(each.door);
  return out;
}

std::string_view word(ClientCall call) { return kCallWords[static_cast<std::size_t>(call)]; }

std::optional<ClientCall> client_call(const core::Request& request) {
  return std::visit(CallOf{}, request);
}

std::string_view word(LossKind kind) { return row_of(kind).word; }

std::string_view advice(LossKind kind) { return row_of(kind).advice; }

Loss make_loss(LossKind kind, std::string field, std::optional<std::string> value,
               std::string_view more) {
  std::string why(row_of(kind).what);
  if (!more.empty()) why.append(": ").append(more);
  return {kind, std::move(field), std::move(value), std::move(why)};
}

}  // namespace patchbay::doors
