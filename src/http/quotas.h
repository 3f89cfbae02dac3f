// Quotas of connections and of memory for bodies: for one network, for unauthenticated senders, and
// in total.
#pragma once

#include <cstddef>
#include <mutex>
#include <string>
#include <unordered_map>

namespace patchbay::http {

// Whether the credentials of a body's sender were checked and found good.
enum class Sender { anonymous, authenticated };

// Thread-safe.
class Quotas {
 public:
  struct Bounds {
    std::size_t connections_max = 0;     // per network
    std::size_t body_bytes_max = 0;      // for all bodies being read or answered …
    std::size_t one_body_bytes_max = 0;  // … but at least four times this
  };
  explicit Quotas(const Bounds& bounds);

  // Whether `network` may open one more connection.
  [[nodiscard]] bool has_room(const std::string& network) const;
  void enter(const std::string& network);
  void leave(const std::string& network);

  // Reserves `bytes` more for a body. Unauthenticated senders share half of the total, and those of
  // one network an eighth of it or enough for one whole body. Returns false and reserves nothing if
  // the quota is used up.
  [[nodiscard]] bool reserve(const std::string& network, std::size_t bytes, Sender sender);
  void release(const std::string& network, std::size_t bytes, Sender sender);

  [[nodiscard]] std::size_t body_bytes() const;

 private:
  struct Network {
    std::size_t connections = 0;
    std::size_t bytes = 0;  // of unauthenticated callers
  };

  const std::size_t connections_max_;
  const std::size_t bytes_max_;
  const std::size_t network_bytes_max_;
  mutable std::mutex mutex_;
  std::unordered_map<std::string, Network> networks_;
  std::size_t bytes_ = 0;
  std::size_t anonymous_bytes_ = 0;
};

// The memory reserved for one body. Released on destruction.
class BodyReservation {
 public:
  BodyReservation(Quotas& quotas, std::string network)
      : quotas_(quotas), network_(std::move(network)) {}
  ~BodyReservation() { drop(); }
  BodyReservation(const BodyReservation&) = delete;
  BodyReservation& operator=(const BodyReservation&) = delete;

  // Returns false and changes nothing if there is not enough memory.
  [[nodiscard]] bool grow_to(std::size_t bytes);
  // Counts the body as one of an authenticated sender from now on. Returns false and releases the
  // reservation if there is not enough memory.
  [[nodiscard]] bool become_authenticated();
  void drop();

 private:
  Quotas& quotas_;
  const std::string network_;
  std::size_t bytes_ = 0;
  Sender sender_ = Sender::anonymous;
};

}  // namespace patchbay::http
