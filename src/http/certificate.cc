// Reads the end of a certificate's validity with OpenSSL.
#include "http/certificate.h"

#include <ctime>
#include <memory>

#include <openssl/bio.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

namespace patchbay::http {
namespace {

struct FreeFile {
  void operator()(BIO* bio) const { BIO_free_all(bio); }
};
struct FreeCertificate {
  void operator()(X509* certificate) const { X509_free(certificate); }
};

}  // namespace

std::optional<Instant> certificate_expiry(const std::string& file) {
  const std::unique_ptr<BIO, FreeFile> bio(BIO_new_file(file.c_str(), "r"));
  if (!bio) return std::nullopt;
  const std::unique_ptr<X509, FreeCertificate> certificate(
      PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr));
  std::tm end{};
  if (!certificate || ASN1_TIME_to_tm(X509_get0_notAfter(certificate.get()), &end) != 1)
    return std::nullopt;
  return Instant{static_cast<std::int64_t>(::timegm(&end)) * 1'000'000};
}

}  // namespace patchbay::http
