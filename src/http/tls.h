// The TLS context of a listening socket.
#pragma once

#include <expected>
#include <memory>
#include <string>

#include <openssl/ssl.h>

#include "http/server.h"

namespace patchbay::http {

struct FreeContext {
  void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
};
using TlsContext = std::unique_ptr<SSL_CTX, FreeContext>;

// Makes a context for TLS 1.2 and 1.3 with the server's order of ciphers and without renegotiation.
// The error is an English sentence: a file that cannot be read, a key that others can read or that
// belongs to another certificate, or a certificate that is not valid now.
[[nodiscard]] std::expected<TlsContext, std::string> make_tls_context(const Tls& tls);

// The same context with one more owner.
[[nodiscard]] TlsContext share_context(const TlsContext& context);

}  // namespace patchbay::http
