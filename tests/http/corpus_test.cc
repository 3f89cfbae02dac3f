// The raw requests of gunicorn's test suite: valid ones are received as described, invalid ones are
// refused.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include <boost/json/src.hpp>

#include "http/head_scan.h"
#include "http/request_parser.h"
#include "running.h"

namespace patchbay::http {
namespace {

namespace json = boost::json;
using Path = std::filesystem::path;

const Path kCorpus = Path(PATCHBAY_SOURCE_DIR) / "../shared/corpora/gunicorn-http";

// Deliberate differences, and the reasons.
const std::map<std::string, const char*> kOtherwise = {
    {"valid/009.http", "Transfer-Encoding with Content-Length is refused"},
    {"valid/025.http", "no transfer coding but chunked"},
    {"valid/025_line.http", "no transfer coding but chunked"},
    {"valid/029.http", "no transfer coding but chunked"},
    {"valid/030.http", "no transfer coding but chunked"},
    {"valid/rfc9112_smuggle_gzip_chunked_01.http", "no transfer coding but chunked"},
    {"valid/rfc9112_smuggle_te_identity_chunked_01.http", "no transfer coding but chunked"},
    {"valid/040.http", "headers with an underscore are handed on, not dropped"},
    {"valid/099.http", "its body is shorter than its Content-Length"},
    {"invalid/003c.http", "a method is any token"},
    {"invalid/006.http", "the bound is on the whole head"},
    {"invalid/007.http", "the bound is on the whole head"},
    {"invalid/008.http", "the bound is on the whole head"},
    {"invalid/017.http", "the bound is on the whole head"},
};

std::string file_bytes(const Path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

// Line ends of the file are ignored; "\r", "\n", "\t", "\0" and "\x41" are decoded.
std::string unescaped(std::string_view text) {
  std::string bytes;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\n') continue;
    const char next = text[i] == '\\' && i + 1 < text.size() ? text[i + 1] : '\0';
    const std::size_t known = std::string_view("rnt0x").find(next);
    if (text[i] != '\\' || next == '\0' || known == std::string_view::npos) {
      bytes += text[i];
      continue;
    }
    ++i;
    if (next == 'x') {
      bytes += static_cast<char>(std::stoi(std::string(text.substr(i + 1, 2)), nullptr, 16));
      i += 2;
    } else {
      bytes += "\r\n\t\0"[known];
    }
  }
  return bytes;
}

// Many requests of the corpus are HTTP/1.1 without Host, which Patchbay refuses, so a Host is
// added. The apparent second request in 020 is the body of the first.
std::string with_hosts(const std::string& name, std::string bytes) {
  if (name == "valid/020.http") return bytes;
  constexpr std::string_view kLine = " HTTP/1.1\r\n";
  for (std::size_t at = 0; (at = bytes.find(kLine, at)) != std::string::npos;) {
    at += kLine.size();
    const std::string head = bytes.substr(at, bytes.find("\r\n\r\n", at) - at);
    if (!("\r\n" + head).contains("\r\nHost:")) bytes.insert(at, "Host: given\r\n");
  }
  return bytes;
}

struct Read {
  std::vector<Request> requests;
  bool is_refused = false;
};

// The requests that one connection reads from `bytes`.
Read read_all(std::string_view bytes) {
  Read read;
  RequestParser parser{standard_limits()};
  for (;;) {
    bytes.remove_prefix(parser.feed(bytes));
    read.is_refused = parser.state() == RequestParser::State::refused;
    if (parser.state() != RequestParser::State::complete) return read;
    const bool goes_on = parser.keep_alive();
    read.requests.push_back(parser.take());
    if (!goes_on) return read;
  }
}

std::string upper(std::string text) {
  std::ranges::transform(text, text.begin(), [](unsigned char c) { return std::toupper(c); });
  return text;
}

// In the corpus's format: the target as sent, header names in capitals.
std::string told(const Request& request) {
  std::string text = request.method + "\n" + request.body;
  for (const auto& [name, value] : request.headers) {
    if (value != "given") text += "\n" + upper(name) + ": " + value;
  }
  return text;
}

// The corpus shows each byte as one character.
std::string bytes_of(const json::value& text) {
  std::string bytes;
  const std::string_view shown = text.as_string();
  for (std::size_t i = 0; i < shown.size(); ++i) {
    const auto lead = static_cast<unsigned char>(shown[i]);
    if (lead < 0x80) {
      bytes += shown[i];
    } else {
      bytes += static_cast<char>((lead << 6) | (shown[++i] & 0x3F));
    }
  }
  return bytes;
}

std::string told(const json::object& want) {
  std::string text = bytes_of(want.at("method")) + "\n" + bytes_of(want.at("body"));
  for (const auto& header : want.at("headers").as_array()) {
    const auto& pair = header.as_array();
    text += "\n" + bytes_of(pair[0]) + ": " + bytes_of(pair[1]);
  }
  return text;
}

TEST(Corpus, ReadsTheValidAndRefusesTheInvalid) {
  if (!std::filesystem::exists(kCorpus)) GTEST_SKIP() << "no corpus gunicorn-http";
  int scored = 0;
  const json::value expected = json::parse(file_bytes(kCorpus / "expected.json"));
  for (const auto& entry : expected.as_array()) {
    const auto& row = entry.as_object();
    const std::string name(row.at("file").as_string());
    if (row.contains("reference_settings") || kOtherwise.contains(name)) continue;
    ++scored;
    const std::string bytes = unescaped(file_bytes(kCorpus / name));
    if (row.at("expect").as_string() == "refuse") {
      // An incomplete request times out; it is not refused.
      for (const std::string& form : {bytes, with_hosts(name, bytes)}) {
        EXPECT_TRUE(read_all(form).requests.empty()) << name;
      }
      continue;
    }
    const auto& wants = row.at("requests").as_array();
    const Read read = read_all(with_hosts(name, bytes));
    EXPECT_FALSE(read.is_refused) << name;
    ASSERT_EQ(read.requests.size(), wants.size()) << name;
    for (std::size_t i = 0; i < wants.size(); ++i) {
      const auto& want = wants[i].as_object();
      const std::string uri = bytes_of(want.at("uri"));
      const RequestTarget target = split_target(read.requests[i].method, uri);
      EXPECT_EQ(told(read.requests[i]), told(want)) << name;
      EXPECT_EQ(read.requests[i].path, target.path) << name;
      EXPECT_EQ(read.requests[i].query, target.query) << name;
    }
  }
  EXPECT_GT(scored, 90);
}

TEST(Corpus, NeverServesAnInvalidRequestOnASocket) {
  if (!std::filesystem::exists(kCorpus)) GTEST_SKIP() << "no corpus gunicorn-http";
  std::atomic<int> handled = 0;
  Running running([&](Request request, const Reply& reply) {
    ++handled;
    echo(std::move(request), reply);
  });
  for (const auto& file : std::filesystem::directory_iterator(kCorpus / "invalid")) {
    const std::string name = "invalid/" + file.path().filename().string();
    const std::string bytes = unescaped(file_bytes(file.path()));
    if (kOtherwise.contains(name) || !read_all(bytes).requests.empty()) continue;
    auto client = running.client();
    client.send(bytes);
    client.finish_sending();
    const std::string answer = client.rest();
    EXPECT_TRUE(answer.empty() || answer.starts_with("HTTP/1.1 4") ||
                answer.starts_with("HTTP/1.1 50"))
        << name << "\n"
        << answer;
    EXPECT_EQ(answer.rfind("HTTP/1.1 "), answer.empty() ? std::string::npos : 0) << name;
  }
  EXPECT_EQ(handled, 0);
}

}  // namespace
}  // namespace patchbay::http
