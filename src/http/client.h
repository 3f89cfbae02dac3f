// The HTTP/1.1 client: sends one request to another server and gives its reply.
#pragma once

#include <chrono>
#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "http/address_policy.h"
#include "http/message.h"
#include "http/url.h"

namespace patchbay::http {

struct ClientRequest {
  Url url;
  std::string method = "POST";
  Headers headers{};
  std::string body{};
  // Takes the body of a reply with status 200 piece by piece, on the client's thread, and returns
  // whether more is wanted. The body may then have any length and is not kept, and the timeout
  // counts again from each piece.
  std::function<bool(std::string_view piece)> take{};
  // The request takes a new connection. Otherwise one that was kept open is used, and if the other
  // side had closed it, the request is sent again: it may then arrive twice.
  bool is_sent_once = false;
};

// The reply, or why there is none.
struct ClientReply {
  int status = 0;  // 0: there is none
  std::string
      problem{};  // a phrase for a person, without the address: "the connection was refused"
  std::string retry_after{};
  Headers headers{};
  std::string body{};  // its beginning, at most Client::Options::kept_bytes_max
};

// Connects only to addresses that the policy permits, which are looked at after the name was
// resolved; follows no redirect, keeps no cookie, decodes no body. Certificates are verified.
// Connections are kept open and used again. Threads: any.
class Client {
 public:
  struct Options {
    AddressPolicy policy{{}};
    std::chrono::milliseconds timeout{};      // of the whole exchange, above 0; see `take`
    std::size_t reply_bytes_max = 64 * 1024;  // a longer reply is a failure,
    bool cuts_replies = false;                // or its rest is not read, and its status counts
    std::size_t kept_bytes_max = 4 * 1024;
    std::size_t idle_max = 64;       // connections kept open for one origin
    std::string authorities_file{};  // PEM; empty: those of the system
  };

  // The error is an English sentence: the file of authorities cannot be read, or there is no
  // timeout.
  static std::expected<std::unique_ptr<Client>, std::string> open(Options options);
  // Drops what is under way without calling back.
  virtual ~Client() = default;

  // Calls `done` once, on the client's thread, at the latest after the timeout. It must not block.
  virtual void send(ClientRequest request, std::function<void(ClientReply)> done) = 0;
};

}  // namespace patchbay::http
