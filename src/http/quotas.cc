// Counts under one mutex. Small bodies that arrive in one piece never take it.
#include "http/quotas.h"

#include <algorithm>
#include <utility>

namespace patchbay::http {
namespace {

constexpr std::size_t kBodiesAtLeast = 4;
constexpr std::size_t kAnonymousPart = 2;
constexpr std::size_t kNetworkPart = 8;
// A growing string may take up to twice its size.
constexpr std::size_t kGrowing = 2;

}  // namespace

Quotas::Quotas(const Bounds& bounds)
    : connections_max_(bounds.connections_max),
      bytes_max_(std::max(bounds.body_bytes_max, kBodiesAtLeast * bounds.one_body_bytes_max)),
      network_bytes_max_(
          std::max(bytes_max_ / kNetworkPart, kGrowing * bounds.one_body_bytes_max)) {}

bool Quotas::has_room(const std::string& network) const {
  const std::lock_guard lock(mutex_);
  const auto found = networks_.find(network);
  return found == networks_.end() || found->second.connections < connections_max_;
}

void Quotas::enter(const std::string& network) {
  const std::lock_guard lock(mutex_);
  ++networks_[network].connections;
}

void Quotas::leave(const std::string& network) {
  const std::lock_guard lock(mutex_);
  const auto found = networks_.find(network);
  if (found != networks_.end() && --found->second.connections == 0) networks_.erase(found);
}

bool Quotas::reserve(const std::string& network, std::size_t bytes, Sender sender) {
  const std::lock_guard lock(mutex_);
  if (bytes > bytes_max_ - bytes_) return false;
  if (sender == Sender::anonymous) {
    std::size_t& here = networks_[network].bytes;
    if (here + bytes > network_bytes_max_) return false;
    if (anonymous_bytes_ + bytes > bytes_max_ / kAnonymousPart) return false;
    here += bytes;
    anonymous_bytes_ += bytes;
  }
  bytes_ += bytes;
  return true;
}

void Quotas::release(const std::string& network, std::size_t bytes, Sender sender) {
  const std::lock_guard lock(mutex_);
  bytes_ -= bytes;
  if (sender == Sender::authenticated) return;
  anonymous_bytes_ -= bytes;
  // The connection that holds these bytes is still counted.
  networks_[network].bytes -= bytes;
}

std::size_t Quotas::body_bytes() const {
  const std::lock_guard lock(mutex_);
  return bytes_;
}

bool BodyReservation::grow_to(std::size_t bytes) {
  if (bytes <= bytes_) return true;
  if (!quotas_.reserve(network_, bytes - bytes_, sender_)) return false;
  bytes_ = bytes;
  return true;
}

bool BodyReservation::become_authenticated() {
  if (sender_ == Sender::authenticated) return true;
  if (bytes_ > 0) {
    quotas_.release(network_, bytes_, Sender::anonymous);
    if (!quotas_.reserve(network_, bytes_, Sender::authenticated)) {
      bytes_ = 0;
      return false;
    }
  }
  sender_ = Sender::authenticated;
  return true;
}

void BodyReservation::drop() {
  if (bytes_ > 0) quotas_.release(network_, std::exchange(bytes_, 0), sender_);
  sender_ = Sender::anonymous;
}

}  // namespace patchbay::http
