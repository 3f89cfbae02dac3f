// A server as a command sees it: requests of the native API in, replies or failures out.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "cli/remote/profile.h"
#include "http/client.h"
#include "wire/tree.h"

namespace patchbay::app {

// A request without address and credentials. `target` is the path with its query.
struct ToServer {
  std::string method = "GET";
  std::string target;
  http::Headers headers{};
  std::string body{};
};

struct FromServer {
  int status = 0;
  http::Headers headers{};
  std::string body{};
  wire::Tree tree{};  // of a body that is JSON

  // The value of a header, in any case; empty if there is none.
  [[nodiscard]] std::string header(std::string_view name) const;
};

// The longest reply that is read.
inline constexpr std::size_t kServerReplyBytesMax = std::size_t{64} << 20;

// What a reply that refuses means: 401 and 403 are kNotAllowed, 409, 412 and 428 kRefused, all
// others kError. The sentence is the server's, with the id of the request; headers and parameters
// in it are called as the options that send them. `target` is that of the request.
[[nodiscard]] Failure refusal(const FromServer& reply, std::string_view target = {});

class Session {
 public:
  // `timeout` is that of http::Client.
  [[nodiscard]] static Answer<Session> open(
      const Profile& profile, std::chrono::milliseconds timeout = std::chrono::seconds(60));

  // Sends one request and waits for the reply, of any status. Without a reply, a request
  // that reads or has an Idempotency-Key is sent once more.
  [[nodiscard]] Answer<FromServer> exchange(const ToServer& request) const;
  // The same, and a status of 300 or more is a failure.
  [[nodiscard]] Answer<FromServer> call(const ToServer& request) const;
  // Sends a GET and gives the body to `take` piece by piece; see http::ClientRequest.
  [[nodiscard]] Answer<FromServer> follow(const ToServer& request,
                                          std::function<bool(std::string_view)> take) const;
  // Sends a request of a vendor's dialect, which has its own credentials, exactly as it is.
  [[nodiscard]] Answer<FromServer> send_as_is(const ToServer& request) const;

  [[nodiscard]] const Profile& profile() const { return profile_; }
  [[nodiscard]] const Secret& credential() const { return credential_; }

 private:
  Session(Profile profile, Secret credential, std::unique_ptr<http::Client> client)
      : profile_(std::move(profile)),
        credential_(std::move(credential)),
        client_(std::move(client)) {}
  [[nodiscard]] http::ClientRequest to_send(const ToServer& request, bool signs_in) const;

  Profile profile_;
  Secret credential_;
  std::unique_ptr<http::Client> client_;
};

}  // namespace patchbay::app
