// One connection: what the server and the handlers' replies may call from any thread.
#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <string>

#include "http/server_state.h"

namespace patchbay::http {

// Runs on the thread of the connection's loop, except for the functions marked "Any thread".
class Connection : public std::enable_shared_from_this<Connection> {
 public:
  // `network` is the network of the peer (base/network.h).
  Connection(std::shared_ptr<ServerState> server_state, ConnectionKind kind, Loop& loop,
             std::string network);
  virtual ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  [[nodiscard]] ConnectionKind kind() const { return kind_; }
  // When the current wait times out. Any thread.
  [[nodiscard]] SteadyClock::time_point deadline() const;
  // When the connection began to wait for a request; `max` if it is not waiting for one. Any
  // thread.
  [[nodiscard]] SteadyClock::time_point idle_since() const;
  // Closes the connection if it is still idle, because a new connection needs its place. Any
  // thread.
  void give_up_place();
  // Checks whether the deadline has passed and, if so, ends the wait. Any thread.
  void expire();
  // Stops the connection: an idle one closes now, a busy one after its reply, whose body ends with
  // the piece that is being sent. Any thread.
  void stop();
  // Delivers the reply to request `request_number`; null if the handler gave none. Any thread.
  void deliver_reply(std::size_t request_number, Reply::Compose compose);

 protected:
  // Ends the pending operation with an error.
  virtual void cancel() = 0;
  // Has end_pieces() called if the peer closes before it sends anything more.
  virtual void watch_peer() = 0;
  // Ends the wait for the next piece of a body.
  void end_pieces();

  void set_deadline(std::chrono::milliseconds from_now);
  void clear_deadline();
  // Records that the connection begins or ends waiting for a request.
  void set_idle(bool idle);
  [[nodiscard]] const std::string& network() const { return network_; }
  // Hands `request` to `handler` and waits for the reply. The reply is 503 if the handler throws or
  // drops its callback.
  Task<Response> run_handler(Request request, const Handler& handler);
  // Waits for the next bytes of `rest`; none if the body ends or the server stops, nothing if a
  // body that must be whole was given up.
  Task<std::optional<std::string>> next_piece(BodySource& rest);
  // Waits until `file` has kept `bytes`; returns false if it cannot.
  Task<bool> keep_piece(BodyFile& file, std::string bytes);

  ServerState& server_state_;
  Loop& loop_;
  bool is_expired_ = false;

 private:
  // Begins to wait for an answer to something that is not a request to the handler.
  std::size_t expect_reply();
  // The reply; nothing if there is none.
  Task<std::optional<Response>> wait_for_reply();
  void accept_reply(std::size_t request_number, Reply::Compose compose);

  const ConnectionKind kind_;
  const std::string network_;
  std::atomic<SteadyClock::rep> deadline_;
  std::atomic<SteadyClock::rep> idle_since_;
  SteadyClock::time_point waits_since_;  // when the current wait began
  bool is_idle_ = false;
  bool is_between_pieces_ = false;  // waits for a BodySource
  bool is_watched_ = false;         // watch_peer() was called for the current reply
  std::weak_ptr<ServerState> owner_;
  std::size_t request_number_ = 0;
  bool has_reply_ = false;
  std::optional<Response> response_;
  Timer reply_timer_;
};

// The address of a peer and its network.
struct Peer {
  std::string address;  // an IPv4 address in IPv4 form, also if it came mapped into IPv6
  std::string network;
};

// Serves `socket`, which the registry counts, until either side closes it. It belongs to `loop`.
void serve(const std::shared_ptr<ServerState>& server_state, Loop& loop, Socket socket, Peer peer);
// Replies 503 with this phrase and closes the connection.
void reject(const std::shared_ptr<ServerState>& server_state, Loop& loop, Socket socket, Peer peer,
            std::string_view why);

}  // namespace patchbay::http
