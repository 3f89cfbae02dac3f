// Connects by the functions of POSIX.
#include "cli/remote/reachable.h"

#include <cerrno>
#include <memory>
#include <system_error>

#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace patchbay::app {
namespace {

std::string phrase(int error) {
  return error == ECONNREFUSED ? "the connection was refused"
                               : std::generic_category().message(error);
}

// Returns 0, or an error of the system.
int error_of(const addrinfo& to, std::chrono::milliseconds timeout) {
  const int socket = ::socket(to.ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (socket < 0) return errno;
  int error = ::connect(socket, to.ai_addr, to.ai_addrlen) == 0 ? 0 : errno;
  if (error == EINPROGRESS) {
    pollfd waits{.fd = socket, .events = POLLOUT, .revents = 0};
    socklen_t size = sizeof error;
    if (::poll(&waits, 1, static_cast<int>(timeout.count())) != 1)
      error = ETIMEDOUT;
    else if (::getsockopt(socket, SOL_SOCKET, SO_ERROR, &error, &size) != 0)
      error = errno;
  }
  ::close(socket);
  return error;
}

}  // namespace

std::optional<std::string> why_unreachable(const http::Url& url,
                                           std::chrono::milliseconds timeout) {
  addrinfo wanted{};
  wanted.ai_socktype = SOCK_STREAM;
  addrinfo* listed = nullptr;
  if (::getaddrinfo(url.host.c_str(), std::to_string(url.port).c_str(), &wanted, &listed) != 0)
    return "the name of the host cannot be resolved";
  const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> found(listed, ::freeaddrinfo);
  int error = 0;
  for (const addrinfo* each = found.get(); each; each = each->ai_next) {
    error = error_of(*each, timeout);
    if (error == 0) return std::nullopt;
  }
  return phrase(error);
}

}  // namespace patchbay::app
