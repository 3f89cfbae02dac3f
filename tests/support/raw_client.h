// A client that sends exactly the given bytes and reads replies as they come, for tests that must
// be malformed, slow or exact.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

namespace patchbay::test {

// One reply. `head` has no closing empty line; `text` is "status body", for short expectations.
struct RawReply {
  int status = 0;
  std::string head;
  std::string body;

  // The value of header `name`, spelled as the server spells it; empty if absent.
  [[nodiscard]] std::string header(std::string_view name) const {
    const std::size_t from = head.find("\r\n" + std::string(name) + ": ");
    if (from == std::string::npos) return {};
    const std::size_t begin = from + 4 + name.size();
    return head.substr(begin, head.find("\r\n", begin) - begin);
  }
  [[nodiscard]] std::string text() const { return std::to_string(status) + " " + body; }
};

// The method of the request: a reply to HEAD has a length and no body.
enum class Answers { get, head };

// Every wait ends after ten seconds as if the server had closed, so that no test hangs.
class RawClient {
 public:
  explicit RawClient(std::uint16_t port, const std::string& address = "127.0.0.1") {
    const bool is_v6 = address.contains(':');
    fd_ = ::socket(is_v6 ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const timeval wait{.tv_sec = 10, .tv_usec = 0};
    const int yes = 1;
    ::setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
    ::setsockopt(fd_, SOL_SOCKET, SO_SNDTIMEO, &wait, sizeof wait);
    ::setsockopt(fd_, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    sockaddr_in6 v6{};
    v6.sin6_family = AF_INET6;
    v6.sin6_port = htons(port);
    ::inet_pton(AF_INET6, address.c_str(), &v6.sin6_addr);
    sockaddr_in v4{};
    v4.sin_family = AF_INET;
    v4.sin_port = htons(port);
    ::inet_pton(AF_INET, address.c_str(), &v4.sin_addr);
    const int failed = is_v6 ? ::connect(fd_, reinterpret_cast<sockaddr*>(&v6), sizeof v6)
                             : ::connect(fd_, reinterpret_cast<sockaddr*>(&v4), sizeof v4);
    if (failed != 0) throw std::runtime_error("cannot connect to " + address);
  }
  ~RawClient() {
    if (fd_ >= 0) ::close(fd_);
  }
  RawClient(RawClient&& other) noexcept
      : fd_(std::exchange(other.fd_, -1)), unread_(std::move(other.unread_)) {}
  RawClient& operator=(RawClient&&) = delete;

  [[nodiscard]] int fd() const { return fd_; }

  // Returns false if the server no longer accepts bytes.
  bool send(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }
  void finish_sending() { ::shutdown(fd_, SHUT_WR); }

  // The next reply, or nothing if the server closed before its end.
  std::optional<RawReply> reply(Answers to = Answers::get) {
    while (!unread_.contains("\r\n\r\n")) {
      if (!receive()) return std::nullopt;
    }
    RawReply reply;
    reply.head = unread_.substr(0, unread_.find("\r\n\r\n"));
    unread_.erase(0, reply.head.size() + 4);
    reply.status = std::stoi(reply.head.substr(reply.head.find(' ') + 1));
    const std::string length = reply.header("Content-Length");
    const std::size_t size = length.empty() || to == Answers::head ? 0 : std::stoul(length);
    while (unread_.size() < size) {
      if (!receive()) return std::nullopt;
    }
    reply.body = unread_.substr(0, size);
    unread_.erase(0, size);
    return reply;
  }
  // The next reply's text, or "closed".
  std::string text(Answers to = Answers::get) {
    const auto next = reply(to);
    return next ? next->text() : "closed";
  }
  // What the server sends until it closes.
  std::string rest() {
    while (receive()) {
    }
    return std::exchange(unread_, {});
  }

 private:
  bool receive() {
    char bytes[4096];
    const ssize_t size = ::recv(fd_, bytes, sizeof bytes, 0);
    if (size <= 0) return false;
    unread_.append(bytes, static_cast<std::size_t>(size));
    return true;
  }

  int fd_ = -1;
  std::string unread_;
};

}  // namespace patchbay::test
