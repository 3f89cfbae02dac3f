// A certificate that tests make for themselves.
#pragma once

#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>

#include <gtest/gtest.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include "http/server.h"

namespace patchbay::http {

// Deletes with `free`.
template <auto free>
struct Free {
  template <class T>
  void operator()(T* pointer) const {
    free(pointer);
  }
};
using TlsKey = std::unique_ptr<EVP_PKEY, Free<EVP_PKEY_free>>;
using TlsCertificate = std::unique_ptr<X509, Free<X509_free>>;
// A self-signed certificate and its key in two files, valid until `seconds` from now.
class TlsFiles {
 public:
  explicit TlsFiles(const std::string& name, long seconds = 3600, long since = -7200)
      : folder_(std::filesystem::path(testing::TempDir()) / ("patchbay_tls_" + name)) {
    std::filesystem::create_directories(folder_);
    const TlsKey key(EVP_EC_gen("P-256"));
    const TlsCertificate certificate(X509_new());
    X509_set_version(certificate.get(), X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), since);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), seconds);
    X509_set_pubkey(certificate.get(), key.get());
    X509_NAME* const subject = X509_get_subject_name(certificate.get());
    X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC,
                               reinterpret_cast<const unsigned char*>("localhost"), -1, -1, 0);
    X509_set_issuer_name(certificate.get(), subject);
    X509_sign(certificate.get(), key.get(), EVP_sha256());
    std::FILE* out = std::fopen(tls().certificate_file.c_str(), "w");
    PEM_write_X509(out, certificate.get());
    std::fclose(out);
    out = std::fopen(tls().key_file.c_str(), "w");
    PEM_write_PrivateKey(out, key.get(), nullptr, nullptr, 0, nullptr, nullptr);
    std::fclose(out);
    std::filesystem::permissions(tls().key_file, static_cast<std::filesystem::perms>(0600));
  }
  ~TlsFiles() { std::filesystem::remove_all(folder_); }
  TlsFiles(const TlsFiles&) = delete;
  TlsFiles& operator=(const TlsFiles&) = delete;

  Tls tls() const { return {(folder_ / "chain.pem").string(), (folder_ / "key.pem").string()}; }

 private:
  std::filesystem::path folder_;
};

}  // namespace patchbay::http
