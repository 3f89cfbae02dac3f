// Who comes from where, and how much memory their bodies take: what one network, strangers, and all
// together may have.
#pragma once

#include <cstddef>
#include <mutex>
#include <string>
#include <unordered_map>

namespace patchbay::http {

// Sender body it is: of somebody whose credentials were found good, or of anybody.
enum class Sender { anonymous, authenticated };

// Threads: any.
class Quotas {
 public:
  struct Bounds {
    std::size_t connections_max = 0;     // of one network
    std::size_t body_bytes_max = 0;      // of all bodies that are being read or answered …
    std::size_t one_body_bytes_max = 0;  // … which is never less than four of these
  };
  explicit Quotas(const Bounds& bounds);

  // Whether `network` may have one more connection.
  [[nodiscard]] bool has_room(const std::string& network) const;
  void enter(const std::string& network);
  void leave(const std::string& network);

  // Sets aside `bytes` more for a body. Strangers share half of what there is, and those of one
  // network an eighth, or room for a whole body; false, and nothing set aside, where there is no
  // more for them.
  [[nodiscard]] bool reserve(const std::string& network, std::size_t bytes, Sender sender);
  void release(const std::string& network, std::size_t bytes, Sender sender);

  [[nodiscard]] std::size_t body_bytes() const;

 private:
  struct Network {
    std::size_t connections = 0;
    std::size_t bytes = 0;  // of strangers
  };

  const std::size_t connections_max_;
  const std::size_t bytes_max_;
  const std::size_t network_bytes_max_;
  mutable std::mutex mutex_;
  std::unordered_map<std::string, Network> networks_;
  std::size_t bytes_ = 0;
  std::size_t anonymous_bytes_ = 0;
};

// What one body has of it, given back in the end.
class BodyReservation {
 public:
  BodyReservation(Quotas& quotas, std::string network)
      : quotas_(quotas), network_(std::move(network)) {}
  ~BodyReservation() { drop(); }
  BodyReservation(const BodyReservation&) = delete;
  BodyReservation& operator=(const BodyReservation&) = delete;

  // False, and as it was, where there is no room for so much.
  [[nodiscard]] bool grow_to(std::size_t bytes);
  // From here on the body is of somebody known; false, and nothing is held, where there is no room.
  [[nodiscard]] bool become_authenticated();
  void drop();

 private:
  Quotas& quotas_;
  const std::string network_;
  std::size_t bytes_ = 0;
  Sender sender_ = Sender::anonymous;
};

}  // namespace patchbay::http
