// One connection: what the server and the handlers' replies may ask of it from any thread.
#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <string>

#include "http/server_state.h"

namespace patchbay::http {

// Everything but the functions that say so happens on the connection's strand.
class Connection : public std::enable_shared_from_this<Connection> {
 public:
  // `network` is where it comes from (base/network.h).
  Connection(std::shared_ptr<ServerState> server_state, ConnectionKind kind, const Strand& strand,
             std::string network);
  virtual ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  [[nodiscard]] ConnectionKind kind() const { return kind_; }
  // When what it waits for takes too long. Any thread.
  [[nodiscard]] SteadyClock::time_point deadline() const;
  // Since when it waits for a request; `max` where it does not wait for one. Any thread.
  [[nodiscard]] SteadyClock::time_point idle_since() const;
  // It is the longest idle one, and others want its place. Any thread.
  void give_up_place();
  // The deadline may have passed: see, and end the waiting. Any thread.
  void expire();
  // The server stops: an idle connection closes, another after its reply. Any thread.
  void stop();
  // The reply to request number `turn`; null means that the handler gave none. Any thread.
  void deliver_reply(std::size_t request_number, Reply::Compose compose);

 protected:
  // Ends the operation that is being waited for with an error.
  virtual void cancel() = 0;

  void set_deadline(std::chrono::milliseconds from_now);
  void clear_deadline();
  // It begins or ends waiting for a request.
  void set_idle(bool idle);
  [[nodiscard]] const std::string& network() const { return network_; }
  // Hands `request` to `handler` and waits for the reply; 503 where it throws or drops its
  // callback.
  Task<Response> run_handler(Request request, const Handler& handler);

  ServerState& server_state_;
  Strand strand_;
  bool is_expired_ = false;

 private:
  void accept_reply(std::size_t request_number, Reply::Compose compose);

  const ConnectionKind kind_;
  const std::string network_;
  std::atomic<SteadyClock::rep> deadline_;
  std::atomic<SteadyClock::rep> idle_since_;
  SteadyClock::time_point waits_since_;  // for whatever its deadline is about
  bool is_idle_ = false;
  std::weak_ptr<ServerState> owner_;
  std::size_t request_number_ = 0;
  bool has_reply_ = false;
  std::optional<Response> response_;
  Timer reply_timer_;
};

// Who comes, and from where.
struct Peer {
  std::string address;  // an IPv4 one also where it came inside IPv6
  std::string network;
};

// Serves `socket`, which `runtime.crowd` counts, until either side closes.
void serve(const std::shared_ptr<ServerState>& server_state, Socket socket, Peer peer);
// IdempotencyRecords 503 with this phrase, and closes.
void reject(const std::shared_ptr<ServerState>& server_state, Socket socket, Peer peer,
            std::string_view why);

}  // namespace patchbay::http
