// Counting under one lock, which small bodies that come at once never take.
#include "http/crowd.h"

#include <algorithm>
#include <utility>

namespace patchbay::http {
namespace {

constexpr std::size_t kBodiesAtLeast = 4;
constexpr std::size_t kStrangersPart = 2;
constexpr std::size_t kNetworkPart = 8;
// A text that grows takes up to twice its size.
constexpr std::size_t kGrowing = 2;

}  // namespace

Crowd::Crowd(const Bounds& bounds)
    : connections_max_(bounds.connections_max),
      bytes_max_(std::max(bounds.body_bytes_max, kBodiesAtLeast * bounds.one_body_bytes_max)),
      network_bytes_max_(
          std::max(bytes_max_ / kNetworkPart, kGrowing * bounds.one_body_bytes_max)) {}

bool Crowd::has_room(const std::string& network) const {
  const std::lock_guard lock(mutex_);
  const auto found = networks_.find(network);
  return found == networks_.end() || found->second.connections < connections_max_;
}

void Crowd::enter(const std::string& network) {
  const std::lock_guard lock(mutex_);
  ++networks_[network].connections;
}

void Crowd::leave(const std::string& network) {
  const std::lock_guard lock(mutex_);
  const auto found = networks_.find(network);
  if (found != networks_.end() && --found->second.connections == 0) networks_.erase(found);
}

bool Crowd::hold(const std::string& network, std::size_t bytes, Whose whose) {
  const std::lock_guard lock(mutex_);
  if (bytes > bytes_max_ - bytes_) return false;
  if (whose == Whose::strangers) {
    std::size_t& here = networks_[network].bytes;
    if (here + bytes > network_bytes_max_) return false;
    if (strangers_bytes_ + bytes > bytes_max_ / kStrangersPart) return false;
    here += bytes;
    strangers_bytes_ += bytes;
  }
  bytes_ += bytes;
  return true;
}

void Crowd::release(const std::string& network, std::size_t bytes, Whose whose) {
  const std::lock_guard lock(mutex_);
  bytes_ -= bytes;
  if (whose == Whose::known) return;
  strangers_bytes_ -= bytes;
  // The connection that holds them is counted still.
  networks_[network].bytes -= bytes;
}

std::size_t Crowd::body_bytes() const {
  const std::lock_guard lock(mutex_);
  return bytes_;
}

bool BodyShare::grow_to(std::size_t bytes) {
  if (bytes <= bytes_) return true;
  if (!crowd_.hold(network_, bytes - bytes_, whose_)) return false;
  bytes_ = bytes;
  return true;
}

bool BodyShare::become_known() {
  if (whose_ == Whose::known) return true;
  if (bytes_ > 0) {
    crowd_.release(network_, bytes_, Whose::strangers);
    if (!crowd_.hold(network_, bytes_, Whose::known)) {
      bytes_ = 0;
      return false;
    }
  }
  whose_ = Whose::known;
  return true;
}

void BodyShare::drop() {
  if (bytes_ > 0) crowd_.release(network_, std::exchange(bytes_, 0), whose_);
  whose_ = Whose::strangers;
}

}  // namespace patchbay::http
