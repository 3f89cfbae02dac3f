// The TLS settings of a listening socket.
#pragma once

#include <expected>
#include <string>

#include <boost/asio/ssl/context.hpp>

#include "http/server.h"

namespace patchbay::http {

// A context for TLS 1.2 and 1.3 with the server's order of ciphers and without renegotiation. The
// error is an English sentence: a file that cannot be read, a key of another certificate, or a
// certificate that has expired.
[[nodiscard]] std::expected<boost::asio::ssl::context, std::string> open_tls(const Tls& tls);

}  // namespace patchbay::http
