// Reading the certificate and setting OpenSSL up.
#include "http/tls.h"

#include <system_error>

#include <openssl/err.h>
#include <openssl/pem.h>

#include "base/guarded_file.h"

namespace patchbay::http {
namespace {

// The first thing that went wrong since the last ERR_clear_error.
std::string reason() {
  const unsigned long error = ERR_get_error();
  if (ERR_SYSTEM_ERROR(error)) return std::generic_category().message(ERR_GET_REASON(error));
  const char* const text = ERR_reason_error_string(error);
  return text ? text : "OpenSSL does not say why";
}

std::unexpected<std::string> cannot(const std::string& doing, const std::string& file,
                                    const std::string& why) {
  return std::unexpected("Cannot " + doing + " '" + file + "': " + why + ".");
}

// Of a file with a key.
constexpr std::size_t kKeyBytesMax = 64 * 1024;

struct FreeBio {
  void operator()(BIO* bio) const { BIO_free_all(bio); }
};
struct FreeKey {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};

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

// Without this, OpenSSL asks at the terminal for the passphrase of a key that has one.
int no_passphrase(char*, int, int, void*) { return -1; }

std::expected<void, std::string> use_key(SSL_CTX* context, const std::string& file) {
  auto text = read_guarded(file, kSecretOfAService, kKeyBytesMax);
  if (!text) return cannot("use the key", file, "it " + text.error().text);
  const std::unique_ptr<BIO, FreeBio> bio(
      BIO_new_mem_buf(text->data(), static_cast<int>(text->size())));
  const std::unique_ptr<EVP_PKEY, FreeKey> key(
      bio ? PEM_read_bio_PrivateKey(bio.get(), nullptr, no_passphrase, nullptr) : nullptr);
  OPENSSL_cleanse(text->data(), text->size());
  if (!key || SSL_CTX_use_PrivateKey(context, key.get()) != 1)
    return cannot("use the key", file, reason());
  return {};
}

}  // namespace

TlsContext another(const TlsContext& context) {
  SSL_CTX_up_ref(context.get());
  return TlsContext(context.get());
}

std::expected<TlsContext, std::string> open_tls(const Tls& tls) {
  ERR_clear_error();
  TlsContext context(SSL_CTX_new(TLS_server_method()));
  SSL_CTX* const raw = context.get();
  SSL_CTX_set_min_proto_version(raw, TLS1_2_VERSION);
  SSL_CTX_set_options(
      raw, SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_NO_COMPRESSION);
  SSL_CTX_set_mode(raw, SSL_MODE_RELEASE_BUFFERS);
  // Tickets resume sessions; keeping them here too would only cost memory.
  SSL_CTX_set_session_cache_mode(raw, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_cipher_list(raw, "ECDHE+AESGCM:ECDHE+CHACHA20");
  SSL_CTX_set_alpn_select_cb(raw, choose_protocol, nullptr);
  SSL_CTX_set_default_passwd_cb(raw, no_passphrase);
  if (SSL_CTX_use_certificate_chain_file(raw, tls.certificate_file.c_str()) != 1) {
    return cannot("use the certificate", tls.certificate_file, reason());
  }
  if (auto used = use_key(raw, tls.key_file); !used) return std::unexpected(used.error());
  if (X509_cmp_current_time(X509_get0_notBefore(SSL_CTX_get0_certificate(raw))) > 0) {
    return cannot("use the certificate", tls.certificate_file, "it is not valid yet");
  }
  if (X509_cmp_current_time(X509_get0_notAfter(SSL_CTX_get0_certificate(raw))) <= 0) {
    return cannot("use the certificate", tls.certificate_file, "it has expired");
  }
  return context;
}

}  // namespace patchbay::http
