// Reading the certificate and setting OpenSSL up.
#include "http/tls.h"

#include <utility>

#include <boost/asio/ssl.hpp>

namespace patchbay::http {
namespace {

namespace ssl = boost::asio::ssl;

std::unexpected<std::string> cannot(const std::string& doing, const std::string& file,
                                    const std::string& why) {
  return std::unexpected("Cannot " + doing + " '" + file + "': " + why + ".");
}

// A client that offers protocols, but not ours, is told so in the handshake.
int choose_protocol(SSL*, const unsigned char** chosen, unsigned char* chosen_size,
                    const unsigned char* offered, unsigned offered_size, void*) {
  static constexpr unsigned char kOurs[] = "\x08http/1.1";
  unsigned char* found = nullptr;
  if (SSL_select_next_proto(&found, chosen_size, kOurs, sizeof kOurs - 1, offered, offered_size) !=
      OPENSSL_NPN_NEGOTIATED) {
    return SSL_TLSEXT_ERR_ALERT_FATAL;
  }
  *chosen = found;
  return SSL_TLSEXT_ERR_OK;
}

}  // namespace

std::expected<ssl::context, std::string> open_tls(const Tls& tls) {
  ssl::context context(ssl::context::tls_server);
  SSL_CTX* const raw = context.native_handle();
  SSL_CTX_set_min_proto_version(raw, TLS1_2_VERSION);
  SSL_CTX_set_options(
      raw, SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_NO_COMPRESSION);
  SSL_CTX_set_mode(raw, SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_cipher_list(raw, "ECDHE+AESGCM:ECDHE+CHACHA20");
  SSL_CTX_set_alpn_select_cb(raw, choose_protocol, nullptr);
  boost::system::error_code error;
  context.use_certificate_chain_file(tls.certificate_file, error);
  if (error) return cannot("use the certificate", tls.certificate_file, error.message());
  context.use_private_key_file(tls.key_file, ssl::context::pem, error);
  if (error) return cannot("use the key", tls.key_file, error.message());
  if (SSL_CTX_check_private_key(raw) != 1) {
    return cannot("use the key", tls.key_file, "it is of another certificate");
  }
  if (X509_cmp_current_time(X509_get0_notAfter(SSL_CTX_get0_certificate(raw))) <= 0) {
    return cannot("use the certificate", tls.certificate_file, "it has expired");
  }
  return context;
}

}  // namespace patchbay::http
