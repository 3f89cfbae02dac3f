// TLS with a certificate made here: accepted and refused versions, and how a connection ends.
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <optional>
#include <semaphore>

#include <openssl/ssl.h>
#include <openssl/x509.h>

#include "running.h"
#include "tls_files.h"

namespace patchbay::http {
namespace {

using namespace std::chrono_literals;

using Context = std::unique_ptr<SSL_CTX, Free<SSL_CTX_free>>;
using Session = std::unique_ptr<SSL, Free<SSL_free>>;

Server::Options with_tls(const Tls& tls, Limits limits = standard_limits()) {
  auto options = test_options(limits);
  options.tls = tls;
  return options;
}

Limits heads_within_a_second() {
  Limits out = standard_limits();
  out.header_timeout = 1s;
  return out;
}

// A TLS client over a RawClient's socket.
class TlsClient {
 public:
  explicit TlsClient(Running& running, int version_max = TLS1_3_VERSION, std::string protocols = {})
      : raw_(running.client()), context_(SSL_CTX_new(TLS_client_method())) {
    SSL_CTX_set_security_level(context_.get(), 0);
    SSL_CTX_set_max_proto_version(context_.get(), version_max);
    session_.reset(SSL_new(context_.get()));
    SSL_set_fd(session_.get(), raw_.fd());
    if (!protocols.empty()) {
      SSL_set_alpn_protos(session_.get(), reinterpret_cast<const unsigned char*>(protocols.data()),
                          static_cast<unsigned>(protocols.size()));
    }
    connected_ = SSL_connect(session_.get()) == 1;
  }

  bool connected() const { return connected_; }
  SSL* session() { return session_.get(); }
  void send(std::string_view bytes) {
    SSL_write(session_.get(), bytes.data(), static_cast<int>(bytes.size()));
  }
  // Reads until `end` has arrived, or the server closes.
  std::string receive(std::string_view end) {
    std::string text;
    char bytes[4096];
    while (end.empty() || !text.contains(end)) {
      const int size = SSL_read(session_.get(), bytes, sizeof bytes);
      if (size <= 0) break;
      text.append(bytes, static_cast<std::size_t>(size));
    }
    return text;
  }
  // Whether the server announced its close instead of just closing.
  bool was_told() { return (SSL_get_shutdown(session_.get()) & SSL_RECEIVED_SHUTDOWN) != 0; }

 private:
  test::RawClient raw_;
  Context context_;
  Session session_;
  bool connected_ = false;
};

TEST(Tls, AnswersInBothVersions) {
  const TlsFiles files("both");
  Running running(
      [](const Request& request, const Reply& reply) {
        reply({.status = 200, .body = request.source + (request.secure ? " secure" : " plain")});
      },
      with_tls(files.tls()));
  for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    TlsClient client(running, version);
    ASSERT_TRUE(client.connected());
    EXPECT_EQ(SSL_version(client.session()), version);
    for (int i = 0; i < 3; ++i) {
      client.send(kGet);
      EXPECT_TRUE(client.receive("secure").ends_with("\r\n\r\n127.0.0.1 secure"));
    }
    client.send("GET /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    EXPECT_TRUE(client.receive("").ends_with("127.0.0.1 secure"));
    EXPECT_TRUE(client.was_told());
  }
}

TEST(Tls, RefusesOldVersionsAndOtherProtocols) {
  const TlsFiles files("old");
  Running running(echo, with_tls(files.tls()));
  EXPECT_FALSE(TlsClient(running, TLS1_1_VERSION).connected());
  EXPECT_FALSE(TlsClient(running, TLS1_3_VERSION, "\x02h2").connected());
  TlsClient both(running, TLS1_3_VERSION, "\x02h2\x08http/1.1");
  ASSERT_TRUE(both.connected());
  both.send(kGet);
  EXPECT_TRUE(both.receive("GET /a").starts_with("HTTP/1.1 200 OK"));
}

TEST(Tls, RefusesToRenegotiate) {
  const TlsFiles files("renegotiate");
  Running running(echo, with_tls(files.tls()));
  TlsClient client(running, TLS1_2_VERSION);
  ASSERT_TRUE(client.connected());
  ASSERT_EQ(SSL_renegotiate(client.session()), 1);
  EXPECT_NE(SSL_do_handshake(client.session()), 1);
}

TEST(Tls, CarriesLargeBodiesBothWays) {
  const TlsFiles files("large");
  Running running(echo, with_tls(files.tls()));
  TlsClient client(running);
  ASSERT_TRUE(client.connected());
  const std::string body(900'000, 'x');
  client.send("PUT /a HTTP/1.1\r\nHost: x\r\nContent-Length: 900001\r\n\r\n" + body + "!");
  EXPECT_TRUE(client.receive("!").ends_with("PUT /a " + body + "!"));
}

TEST(Tls, SurvivesPlainBytesAndSilence) {
  const TlsFiles files("plain");
  Running running(echo, with_tls(files.tls(), heads_within_a_second()));
  auto plain = running.client();
  plain.send(kGet);
  EXPECT_FALSE(plain.rest().contains("200"));
  auto silent = running.client();
  EXPECT_EQ(silent.rest(), "");
  auto half = running.client();
  half.send("\x16\x03\x01\x02");
  EXPECT_EQ(half.rest(), "");
  TlsClient client(running);
  ASSERT_TRUE(client.connected());
  client.send(kGet);
  EXPECT_TRUE(client.receive("GET /a").starts_with("HTTP/1.1 200 OK"));
}

TEST(Tls, SurvivesClientsThatLeaveInTheMiddle) {
  const TlsFiles files("leave");
  const std::string body(1'000'000, 'x');
  Running running([&](const Request&, const Reply& reply) { reply({.status = 200, .body = body}); },
                  with_tls(files.tls()));
  for (int i = 0; i < 20; ++i) {
    TlsClient client(running);
    ASSERT_TRUE(client.connected());
    client.send(kGet);
    if (i % 2 == 0) client.receive("\r\n\r\n");
  }
  TlsClient client(running);
  ASSERT_TRUE(client.connected());
  client.send(kGet);
  EXPECT_TRUE(client.receive("x").starts_with("HTTP/1.1 200 OK"));
}

TEST(Tls, TellsASlowClientWhy) {
  const TlsFiles files("slow");
  Running running(echo, with_tls(files.tls(), heads_within_a_second()));
  TlsClient client(running);
  ASSERT_TRUE(client.connected());
  client.send("GET /a HTTP/1.1\r\nHo");
  EXPECT_TRUE(client.receive("").starts_with("HTTP/1.1 408 "));
  EXPECT_TRUE(client.was_told());
}

TEST(Tls, TurnsAwayWhoComesTooMany) {
  const TlsFiles files("many");
  std::binary_semaphore arrived(0);
  std::optional<Reply> held;
  Limits limits = standard_limits();
  limits.connections_max = 1;
  Running running(
      [&](const Request&, const Reply& reply) {
        held = reply;
        arrived.release();
      },
      with_tls(files.tls(), limits));
  TlsClient first(running);
  ASSERT_TRUE(first.connected());
  first.send(kGet);
  arrived.acquire();
  TlsClient second(running);
  ASSERT_TRUE(second.connected());
  EXPECT_TRUE(second.receive("").starts_with("HTTP/1.1 503 "));
  (*held)({.status = 200, .headers = {}, .body = {}});
}

TEST(Tls, StopsWithConnectionsOfEveryKind) {
  const TlsFiles files("stop");
  Running running(echo, with_tls(files.tls()));
  TlsClient used(running);
  ASSERT_TRUE(used.connected());
  used.send(kGet);
  EXPECT_TRUE(used.receive("GET /a").starts_with("HTTP/1.1 200 OK"));
  auto silent = running.client();
  running.server().stop();
  EXPECT_EQ(silent.rest(), "");
  EXPECT_TRUE(running.ends_within(5s));
}

TEST(Tls, SaysWhatIsWrongWithItsFiles) {
  const TlsFiles files("files");
  const TlsFiles others("others");
  const TlsFiles expired("expired", -60);
  const auto error_of = [](const Tls& tls) {
    const auto opened = Server::open(with_tls(tls), echo, refuse);
    return opened ? std::string("none") : opened.error();
  };
  EXPECT_TRUE(error_of({"/missing", files.tls().key_file})
                  .starts_with("Cannot use the certificate '/missing': No such file"));
  EXPECT_TRUE(error_of({files.tls().certificate_file, "/missing"})
                  .starts_with("Cannot use the key '/missing': "));
  EXPECT_TRUE(error_of({files.tls().certificate_file, others.tls().key_file})
                  .starts_with("Cannot use the key '" + others.tls().key_file + "': "));
  EXPECT_EQ(error_of(expired.tls()),
            "Cannot use the certificate '" + expired.tls().certificate_file + "': it has expired.");
  const TlsFiles early("early", 7200, 3600);
  EXPECT_EQ(error_of(early.tls()), "Cannot use the certificate '" + early.tls().certificate_file +
                                       "': it is not valid yet.");
  EXPECT_EQ(error_of(files.tls()), "none");
  EXPECT_TRUE(check_tls(files.tls()));
  EXPECT_FALSE(check_tls(expired.tls()));
}

// Each with a plain message, and not with OpenSSL's internal error.
TEST(Tls, SaysWhatIsInAFileInPlaceOfAKeyOrCertificate) {
  namespace fs = std::filesystem;
  const TlsFiles files("content");
  const fs::path folder = fs::path(files.tls().key_file).parent_path();
  const auto file_of = [&](const std::string& name, std::string_view text) {
    const std::string path = (folder / name).string();
    std::FILE* const out = std::fopen(path.c_str(), "w");
    std::fwrite(text.data(), 1, text.size(), out);
    std::fclose(out);
    fs::permissions(path, static_cast<fs::perms>(0600));
    return path;
  };
  const auto pem_of = [](const TlsKey& key, const EVP_CIPHER* cipher, bool old) {
    const std::unique_ptr<BIO, Free<BIO_free_all>> out(BIO_new(BIO_s_mem()));
    unsigned char secret[] = "secret";
    if (old)
      PEM_write_bio_PrivateKey_traditional(out.get(), key.get(), cipher, secret, 6, nullptr,
                                           nullptr);
    else
      PEM_write_bio_PrivateKey(out.get(), key.get(), cipher, secret, 6, nullptr, nullptr);
    char* data = nullptr;
    const long size = BIO_get_mem_data(out.get(), &data);
    return std::string(data, static_cast<std::size_t>(size));
  };
  const TlsKey curve(EVP_EC_gen("P-256"));
  const TlsKey rsa(EVP_RSA_gen(2048));
  const std::string encrypted = pem_of(curve, EVP_aes_256_cbc(), /*old=*/false);
  const std::string binary("\x30\x82\x01\x00\x02", 5);
  struct Case {
    std::string name, key, want;
  };
  for (const auto& [name, key, want] : std::initializer_list<Case>{
           {"empty", "", "it is empty."},
           {"blank", "\n \n", "it is empty."},
           {"binary", binary, "it is not in PEM"},
           {"words", "my key", "it is not in PEM"},
           {"encrypted", encrypted,
            "it is encrypted, and the server cannot ask for its passphrase"},
           {"old", pem_of(rsa, EVP_aes_256_cbc(), /*old=*/true), "it is encrypted"},
           {"certificate", "-----BEGIN CERTIFICATE-----\n",
            "it holds no PRIVATE KEY but: CERTIFICATE"},
           {"cut", pem_of(curve, nullptr, false).substr(0, 60), "it is damaged: "},
           {"other", pem_of(curve, nullptr, false), "it is not the key of the certificate in '"},
           {"kind", pem_of(rsa, nullptr, false), "it is not the key of the certificate in '"}}) {
    const std::string path = file_of(name + ".key", key);
    const auto checked = check_tls({files.tls().certificate_file, path});
    ASSERT_FALSE(checked) << name;
    EXPECT_TRUE(checked.error().starts_with("Cannot use the key '" + path + "': " + want))
        << checked.error();
  }
  for (const auto& [name, text, want] : std::initializer_list<Case>{
           {"empty", "", "it is empty."},
           {"binary", binary, "it is not in PEM"},
           {"key", encrypted, "it holds no CERTIFICATE but: ENCRYPTED PRIVATE KEY."}}) {
    const std::string path = file_of(name + ".pem", text);
    const auto checked = check_tls({path, files.tls().key_file});
    ASSERT_FALSE(checked) << name;
    EXPECT_TRUE(checked.error().starts_with("Cannot use the certificate '" + path + "': " + want))
        << checked.error();
  }
}

TEST(Tls, RefusesAKeyThatIsNotGuarded) {
  namespace fs = std::filesystem;
  const TlsFiles files("guarded");
  const auto error_with_mode = [&](unsigned mode) {
    fs::permissions(files.tls().key_file, static_cast<fs::perms>(mode));
    const auto checked = check_tls(files.tls());
    return checked ? std::string("none") : checked.error();
  };
  const std::string cannot = "Cannot use the key '" + files.tls().key_file + "': it ";
  for (const unsigned mode : {0644U, 0640U, 0604U, 0666U})
    EXPECT_EQ(error_with_mode(mode), cannot + "can be read by others; set its mode to 0600.")
        << std::oct << mode;
  EXPECT_EQ(error_with_mode(0622), cannot + "can be changed by others; set its mode to 0600.");
  for (const unsigned mode : {0600U, 0400U}) EXPECT_EQ(error_with_mode(mode), "none");
  const fs::path link = fs::path(files.tls().key_file).replace_filename("link.pem");
  fs::create_symlink(files.tls().key_file, link);
  EXPECT_EQ(
      check_tls({files.tls().certificate_file, link}).error(),
      "Cannot use the key '" + link.string() + "': it is a symbolic link; name the file itself.");
}

TEST(Tls, ReloadsForConnectionsToComeAndKeepsThoseThatAreOpen) {
  const TlsFiles first("reload_first");
  const TlsFiles second("reload_second");
  const auto public_key = [](TlsClient& client) {
    const TlsCertificate shown(SSL_get1_peer_certificate(client.session()));
    const TlsKey key(X509_get_pubkey(shown.get()));
    unsigned char* bytes = nullptr;
    const int size = i2d_PUBKEY(key.get(), &bytes);
    std::string out(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size));
    OPENSSL_free(bytes);
    return out;
  };
  Running running(echo, with_tls(first.tls()));
  TlsClient before(running);
  ASSERT_TRUE(before.connected());
  const auto broken = running.server().reload({first.tls().certificate_file, "/missing"});
  ASSERT_FALSE(broken);
  TlsClient still(running);
  EXPECT_EQ(public_key(still), public_key(before)) << "what cannot be used changes nothing";
  ASSERT_TRUE(running.server().reload(second.tls()));
  TlsClient after(running);
  ASSERT_TRUE(after.connected());
  EXPECT_NE(public_key(after), public_key(before));
  before.send(kGet);
  EXPECT_TRUE(before.receive("GET /a").ends_with("GET /a"));
  Running plain(echo);
  EXPECT_FALSE(plain.server().reload(first.tls()));
}

}  // namespace
}  // namespace patchbay::http
