// One connection: what the server and the handlers' replies may ask of it from any thread.
#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <string>

#include "http/runtime.h"

namespace patchbay::http {

// Everything but the functions that say so happens on the connection's strand.
class Connection : public std::enable_shared_from_this<Connection> {
 public:
  Connection(std::shared_ptr<Runtime> runtime, Place place, const Strand& strand);
  virtual ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  [[nodiscard]] Place place() const { return place_; }
  // When what it waits for takes too long. Any thread.
  [[nodiscard]] SteadyClock::time_point deadline() const;
  // The deadline may have passed: see, and end the waiting. Any thread.
  void expire();
  // The server stops: an idle connection closes, another after its reply. Any thread.
  void stop();
  // The reply to request number `turn`; null means that the handler gave none. Any thread.
  void answer(std::size_t turn, Reply::Compose compose);

 protected:
  // Ends the operation that is being waited for with an error.
  virtual void cancel() = 0;

  void set_deadline(std::chrono::milliseconds from_now);
  void clear_deadline();
  // Hands `request` to the handler and waits for the reply; 503 where the handler throws or drops
  // its callback.
  Task<Response> handled(Request request);

  Runtime& runtime_;
  Strand strand_;
  bool is_idle_ = false;
  bool is_expired_ = false;

 private:
  void take_answer(std::size_t turn, Reply::Compose compose);

  const Place place_;
  std::atomic<SteadyClock::rep> deadline_;
  std::weak_ptr<Runtime> owner_;
  std::size_t turn_ = 0;
  bool is_answered_ = false;
  std::optional<Response> answer_;
  Timer bell_;
};

// Serves `socket` until either side closes; turned away, it is answered 503 and closed.
void serve(const std::shared_ptr<Runtime>& runtime, Socket socket, Place place);

}  // namespace patchbay::http
