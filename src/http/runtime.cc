// The roster, the slot of the TLS context, and refusing.
#include "http/runtime.h"

#include <utility>

#include "http/connection.h"

namespace patchbay::http {

TlsContext TlsSlot::get() const {
  const std::lock_guard lock(mutex_);
  return context_ ? another(context_) : TlsContext();
}

void TlsSlot::set(TlsContext context) {
  const std::lock_guard lock(mutex_);
  context_ = std::move(context);
}

void Roster::enter(Connection& connection) {
  const std::lock_guard lock(mutex_);
  connections_.insert(&connection);
  if (connection.place() == Place::turned_away) ++turned_away_;
}

void Roster::leave(Connection& connection) {
  const std::lock_guard lock(mutex_);
  connections_.erase(&connection);
  if (connection.place() == Place::turned_away) --turned_away_;
}

std::size_t Roster::count(Place place) const {
  const std::lock_guard lock(mutex_);
  return place == Place::served ? connections_.size() - turned_away_ : turned_away_;
}

bool Roster::empty() const {
  const std::lock_guard lock(mutex_);
  return connections_.empty();
}

std::vector<std::shared_ptr<Connection>> Roster::all() const {
  return due(SteadyClock::time_point::max());
}

// The shared pointers are given away, not dropped here: the last one of a connection calls `leave`.
std::vector<std::shared_ptr<Connection>> Roster::due(SteadyClock::time_point now) const {
  std::vector<std::shared_ptr<Connection>> found;
  const std::lock_guard lock(mutex_);
  for (Connection* const connection : connections_) {
    if (connection->deadline() > now) continue;
    if (auto alive = connection->weak_from_this().lock()) found.push_back(std::move(alive));
  }
  return found;
}

std::shared_ptr<Connection> Roster::longest_idle() const {
  std::shared_ptr<Connection> found;
  std::vector<std::shared_ptr<Connection>> passed_over;  // dropped outside of the lock, as in `due`
  const std::lock_guard lock(mutex_);
  for (Connection* const connection : connections_) {
    if (connection->idle_since() == SteadyClock::time_point::max()) continue;
    if (found && connection->idle_since() >= found->idle_since()) continue;
    auto alive = connection->weak_from_this().lock();
    if (!alive) continue;
    if (found) passed_over.push_back(std::move(found));
    found = std::move(alive);
  }
  return found;
}

Response Runtime::refusal(int status, std::string_view path, std::string_view what) const {
  try {
    return refuse(status, path, what);
  } catch (...) {
    return {.status = status, .headers = {{"Content-Type", "text/plain"}}, .body = {}};
  }
}

}  // namespace patchbay::http
