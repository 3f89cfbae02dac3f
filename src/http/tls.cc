// Reads the certificate and key and sets OpenSSL up.
#include "http/tls.h"

#include <filesystem>
#include <fstream>
#include <string_view>
#include <system_error>

#include <openssl/err.h>
#include <openssl/pem.h>

#include "base/guarded_file.h"
#include "base/text.h"

namespace patchbay::http {
namespace {

// The first error since the last ERR_clear_error.
std::string reason() {
  const unsigned long error = ERR_get_error();
  if (ERR_SYSTEM_ERROR(error)) return std::generic_category().message(ERR_GET_REASON(error));
  const char* const text = ERR_reason_error_string(error);
  return text ? text : "OpenSSL does not say why";
}

std::unexpected<std::string> tls_error(const std::string& doing, const std::string& file,
                                       const std::string& why) {
  return std::unexpected("Cannot " + doing + " '" + file + "': " + why + ".");
}

// The bound of a key file.
constexpr std::size_t kKeyBytesMax = 64 * 1024;
constexpr std::size_t kCertificateBytesShown = 64 * 1024;

struct FreeBio {
  void operator()(BIO* bio) const { BIO_free_all(bio); }
};
struct FreeKey {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};

// In the handshake, refuses a client that offers protocols but not HTTP/1.1.
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

// Without this, OpenSSL would ask at the terminal for the passphrase of an encrypted key.
int no_passphrase(char*, int, int, void*) { return -1; }

// What a file that should hold `wanted` in PEM holds instead; empty if it holds `wanted`.
std::string other_content(std::string_view text, std::string_view wanted) {
  constexpr std::string_view kBegin = "-----BEGIN ";
  constexpr std::string_view kEnd = "-----";
  if (trim(text).empty()) return "it is empty";
  const std::size_t begin = text.find(kBegin);
  if (begin == std::string_view::npos)
    return "it is not in PEM, whose first line is " + std::string(kBegin) + std::string(wanted) +
           "-----: convert it with openssl";
  for (std::size_t at = begin; at != std::string_view::npos; at = text.find(kBegin, at + 1)) {
    const std::string_view label = text.substr(at + kBegin.size());
    if (label.substr(0, label.find(kEnd)).ends_with(wanted)) return {};
  }
  const std::string_view label = text.substr(begin + kBegin.size(), 64);
  return "it holds no " + std::string(wanted) +
         " but: " + std::string(label.substr(0, label.find_first_of("-\r\n")));
}

// Whether a key in PEM is encrypted, in either of the two forms.
bool is_encrypted(std::string_view text) {
  return text.contains("-----BEGIN ENCRYPTED PRIVATE KEY") ||
         text.contains("Proc-Type: 4,ENCRYPTED");
}

using Key = std::unique_ptr<EVP_PKEY, FreeKey>;

// OpenSSL would replace the key of the context even with one that matches no certificate.
std::expected<void, std::string> use_key(SSL_CTX* context, const Tls& tls) {
  auto text = read_guarded(tls.key_file, kServiceSecretFile, kKeyBytesMax);
  if (!text) return tls_error("use the key", tls.key_file, "it " + text.error().text);
  std::string wrong = other_content(*text, "PRIVATE KEY");
  if (wrong.empty() && is_encrypted(*text))
    wrong =
        "it is encrypted, and the server cannot ask for its passphrase: store it without one, for "
        "the "
        "server's user alone, as `openssl pkey -in KEY -out NEW` writes it";
  Key key;
  if (wrong.empty()) {
    const std::unique_ptr<BIO, FreeBio> bio(
        BIO_new_mem_buf(text->data(), static_cast<int>(text->size())));
    if (bio) key.reset(PEM_read_bio_PrivateKey(bio.get(), nullptr, no_passphrase, nullptr));
    if (!key) wrong = "it is damaged: " + reason();
  }
  OPENSSL_cleanse(text->data(), text->size());
  if (!wrong.empty()) return tls_error("use the key", tls.key_file, wrong);
  if (X509_check_private_key(SSL_CTX_get0_certificate(context), key.get()) != 1)
    return tls_error("use the key", tls.key_file,
                     "it is not the key of the certificate in '" + tls.certificate_file + "'");
  if (SSL_CTX_use_PrivateKey(context, key.get()) != 1)
    return tls_error("use the key", tls.key_file, reason());
  return {};
}

// The beginning of a certificate file, long enough to tell what the file is.
std::string beginning_of(const std::string& file) {
  std::string out(kCertificateBytesShown, '\0');
  std::ifstream in(file, std::ios::binary);
  in.read(out.data(), static_cast<std::streamsize>(out.size()));
  out.resize(static_cast<std::size_t>(in.gcount()));
  return out;
}

std::expected<void, std::string> use_certificate(SSL_CTX* context, const std::string& file) {
  if (SSL_CTX_use_certificate_chain_file(context, file.c_str()) == 1) return {};
  const std::string why = reason();
  std::error_code none;
  const bool is_file = std::filesystem::is_regular_file(file, none);
  const std::string other = is_file ? other_content(beginning_of(file), "CERTIFICATE") : "";
  return tls_error("use the certificate", file, other.empty() ? why : other);
}

}  // namespace

TlsContext share_context(const TlsContext& context) {
  SSL_CTX_up_ref(context.get());
  return TlsContext(context.get());
}

std::expected<TlsContext, std::string> make_tls_context(const Tls& tls) {
  ERR_clear_error();
  TlsContext context(SSL_CTX_new(TLS_server_method()));
  SSL_CTX* const raw = context.get();
  SSL_CTX_set_min_proto_version(raw, TLS1_2_VERSION);
  SSL_CTX_set_options(
      raw, SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_NO_COMPRESSION);
  SSL_CTX_set_mode(raw, SSL_MODE_RELEASE_BUFFERS);
  // Clients resume sessions with tickets. A cache on the server would only cost memory.
  SSL_CTX_set_session_cache_mode(raw, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_cipher_list(raw, "ECDHE+AESGCM:ECDHE+CHACHA20");
  SSL_CTX_set_alpn_select_cb(raw, choose_protocol, nullptr);
  SSL_CTX_set_default_passwd_cb(raw, no_passphrase);
  if (auto used = use_certificate(raw, tls.certificate_file); !used)
    return std::unexpected(used.error());
  if (auto used = use_key(raw, tls); !used) return std::unexpected(used.error());
  if (X509_cmp_current_time(X509_get0_notBefore(SSL_CTX_get0_certificate(raw))) > 0) {
    return tls_error("use the certificate", tls.certificate_file, "it is not valid yet");
  }
  if (X509_cmp_current_time(X509_get0_notAfter(SSL_CTX_get0_certificate(raw))) <= 0) {
    return tls_error("use the certificate", tls.certificate_file, "it has expired");
  }
  return context;
}

}  // namespace patchbay::http
