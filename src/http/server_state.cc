// The registry of connections, the current TLS context, and replies to refused requests.
#include "http/server_state.h"

#include <algorithm>
#include <utility>

#include "http/connection.h"

namespace patchbay::http {

TlsContext CurrentTlsContext::get() const {
  const std::lock_guard lock(mutex_);
  return context_ ? share_context(context_) : TlsContext();
}

void CurrentTlsContext::set(TlsContext context) {
  const std::lock_guard lock(mutex_);
  context_ = std::move(context);
}

void ConnectionRegistry::enter(Connection& connection) {
  const std::lock_guard lock(mutex_);
  connections_.insert(&connection);
  if (connection.kind() == ConnectionKind::rejected) ++rejected_;
}

void ConnectionRegistry::leave(Connection& connection) {
  const std::lock_guard lock(mutex_);
  connections_.erase(&connection);
  if (connection.kind() == ConnectionKind::rejected) --rejected_;
}

std::size_t ConnectionRegistry::count(ConnectionKind kind) const {
  const std::lock_guard lock(mutex_);
  return kind == ConnectionKind::served ? connections_.size() - rejected_ : rejected_;
}

bool ConnectionRegistry::empty() const {
  const std::lock_guard lock(mutex_);
  return connections_.empty();
}

std::vector<std::shared_ptr<Connection>> ConnectionRegistry::all() const {
  return due(SteadyClock::time_point::max());
}

// Returns the shared pointers instead of dropping them under the mutex: the last pointer to a
// connection calls `leave`.
std::vector<std::shared_ptr<Connection>> ConnectionRegistry::due(
    SteadyClock::time_point now) const {
  std::vector<std::shared_ptr<Connection>> found;
  const std::lock_guard lock(mutex_);
  for (Connection* const connection : connections_) {
    if (connection->deadline() > now) continue;
    if (auto alive = connection->weak_from_this().lock()) found.push_back(std::move(alive));
  }
  return found;
}

std::shared_ptr<Connection> ConnectionRegistry::longest_idle() const {
  std::shared_ptr<Connection> found;
  std::vector<std::shared_ptr<Connection>> passed_over;  // dropped without the mutex, as in `due`
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

Response ServerState::error_response(int status, std::string_view path,
                                     std::string_view what) const {
  try {
    return refuse(status, path, what);
  } catch (...) {
    return {.status = status, .headers = {{"Content-Type", "text/plain"}}, .body = {}};
  }
}

Loop& ServerState::least_loaded() const {
  const auto load = [](const auto& loop) {
    return std::pair(loop->may_be_waiting.load(), loop->connections.load());
  };
  return **std::ranges::min_element(loops.rbegin(), loops.rend(), {}, load);
}

}  // namespace patchbay::http
