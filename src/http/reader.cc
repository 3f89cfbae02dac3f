// The reader's promise kept with Beast's parser and the checks that it leaves to its user.
#include "http/reader.h"

#include <algorithm>
#include <optional>
#include <utility>

#include <boost/beast/http/basic_parser.hpp>

#include "http/ascii.h"
#include "http/head.h"

namespace patchbay::http {
namespace {

namespace beast = boost::beast;
using beast::http::field;
using Code = boost::system::error_code;

constexpr std::size_t kFieldsMax = 100;
constexpr std::size_t kBodyReserveMax = 16 * 1024;

std::string_view view(beast::string_view text) { return {text.data(), text.size()}; }

}  // namespace

// Beast's parser writing straight into a Request. Refuses by keeping `wrong` and handing Beast any
// error, since Beast has no words for most of them.
class Reader::Parser final : public beast::http::basic_parser<true> {
 public:
  explicit Parser(const Limits& limits) {
    header_limit(static_cast<std::uint32_t>(limits.header_bytes_max + 1));
    body_limit(limits.body_bytes_max);
    eager(true);
  }

  Request request;
  std::optional<std::pair<int, std::string_view>> wrong;
  bool is_1_1 = false;
  bool head_done = false;
  bool expects_continue = false;

 private:
  void refuse(Code& error, int status, std::string_view what) {
    wrong = {status, what};
    error = beast::http::error::bad_field;
  }

  void on_request_impl(beast::http::verb, beast::string_view method, beast::string_view target,
                       int version, Code& error) override {
    is_1_1 = version == 11;
    request.method = view(method);
    const auto [path, query] = split_target(request.method, view(target));
    if (path.empty()) return refuse(error, 400, "the request target is malformed");
    request.path = path;
    request.query = query;
    request.headers.reserve(8);
  }

  void on_field_impl(field name, beast::string_view key, beast::string_view value,
                     Code& error) override {
    if (head_done) return on_trailer(name, error);
    if (request.headers.size() == kFieldsMax) {
      return refuse(error, 431, "there are too many headers");
    }
    if (name == field::host && ++hosts_ > 1) return refuse(error, 400, "there are two Hosts");
    if (name == field::content_type && ++types_ > 1) {
      return refuse(error, 400, "there are two Content-Types");
    }
    if (name == field::content_length) on_length(view(value), error);
    if (name == field::transfer_encoding) on_coding(view(value), error);
    if (name == field::content_encoding && !ascii::same(view(value), "identity")) {
      return refuse(error, 415, "the content encoding is not supported");
    }
    if (name == field::expect) on_expect(view(value), error);
    request.headers.emplace_back(view(key), view(value));
  }

  // Trailers are dropped; those that frame or route would have come too late.
  void on_trailer(field name, Code& error) {
    if (name == field::host || name == field::content_length || name == field::transfer_encoding) {
      refuse(error, 400, "a trailer is not allowed");
    }
  }

  void on_length(std::string_view value, Code& error) {
    if (++lengths_ > 1 || value.empty() || !std::ranges::all_of(value, ascii::is_digit)) {
      refuse(error, 400, "the Content-Length is malformed");
    }
  }

  void on_coding(std::string_view value, Code& error) {
    if (++codings_ > 1 || !is_1_1) {
      return refuse(error, 400, "the Transfer-Encoding is malformed");
    }
    if (!ascii::same(value, "chunked")) {
      refuse(error, 501, "the transfer encoding is not supported");
    }
  }

  void on_expect(std::string_view value, Code& error) {
    if (!is_1_1) return;
    if (!ascii::same(value, "100-continue")) {
      return refuse(error, 417, "the expectation is not supported");
    }
    expects_continue = true;
  }

  void on_header_impl(Code& error) override {
    head_done = true;
    if (is_1_1 && hosts_ == 0) return refuse(error, 400, "there is no Host");
    if (lengths_ > 0 && codings_ > 0) {
      return refuse(error, 400, "there are both a Content-Length and a Transfer-Encoding");
    }
  }

  // A client may announce more than it ever sends: memory is taken as the bytes arrive.
  void on_body_init_impl(const boost::optional<std::uint64_t>& length, Code&) override {
    if (length) request.body.reserve(std::min<std::size_t>(*length, kBodyReserveMax));
  }

  std::size_t on_body_impl(beast::string_view bytes, Code&) override {
    expects_continue = false;
    request.body.append(bytes.data(), bytes.size());
    return bytes.size();
  }

  void on_chunk_header_impl(std::uint64_t, beast::string_view extension, Code& error) override {
    expects_continue = false;
    if (std::ranges::any_of(view(extension),
                            [](char c) { return ascii::is_control(c) && c != '\t'; })) {
      refuse(error, 400, "a chunk extension contains a control character");
    }
  }

  std::size_t on_chunk_body_impl(std::uint64_t, beast::string_view bytes, Code& error) override {
    return on_body_impl(bytes, error);
  }

  void on_finish_impl(Code&) override {}
  void on_response_impl(int, beast::string_view, int, Code&) override {}

  int hosts_ = 0;
  int types_ = 0;
  int lengths_ = 0;
  int codings_ = 0;
};

Reader::Reader(const Limits& limits) : limits_(limits) {}
Reader::~Reader() = default;

std::size_t Reader::feed(std::string_view bytes) {
  switch (state_) {
    case State::head:
      return feed_head(bytes);
    case State::body:
      return feed_parser(bytes);
    case State::complete:
    case State::refused:
      return 0;
  }
  return 0;
}

std::size_t Reader::feed_head(std::string_view bytes) {
  const std::size_t blank = seen_ == 0 ? blank_prefix(bytes) : 0;
  bytes.remove_prefix(blank);
  // A lone CR may become one more empty line.
  if (bytes == "\r") return blank;
  const Head head = scan_head(bytes, seen_, limits_.header_bytes_max);
  seen_ = bytes.size();
  if (head.is == Head::Is::refused) refuse(head.status, head.what, bytes);
  if (head.is != Head::Is::whole) return blank;
  seen_ = 0;
  parser_ = std::make_unique<Parser>(limits_);
  state_ = State::body;
  return blank + feed_parser(bytes);
}

std::size_t Reader::feed_parser(std::string_view bytes) {
  if (bytes.empty()) return 0;
  Code error;
  const std::size_t taken = parser_->put({bytes.data(), bytes.size()}, error);
  if (parser_->wrong) {
    refuse(parser_->wrong->first, parser_->wrong->second, {});
  } else if (error == beast::http::error::body_limit) {
    refuse(413, "the body is too large", {});
  } else if (error && error != beast::http::error::need_more) {
    refuse(400, parser_->head_done ? "the body is malformed" : "the headers are malformed", {});
  } else if (parser_->is_done()) {
    state_ = State::complete;
  } else if (error && bytes.size() - taken > limits_.header_bytes_max) {
    refuse(400, "a chunk's header is too large", {});
  }
  return taken;
}

void Reader::refuse(int status, std::string_view what, std::string_view bytes) {
  refusal_ = {.status = status, .path = {}, .what = what};
  if (parser_) {
    refusal_.path = parser_->request.path;
  } else if (const auto target = target_of(bytes); !target.empty()) {
    refusal_.path = split_target({}, target).path;
  }
  state_ = State::refused;
}

bool Reader::expects_continue() const { return parser_ && parser_->expects_continue; }
bool Reader::keep_alive() const { return parser_->keep_alive(); }
bool Reader::is_1_0() const { return !parser_->is_1_1; }
bool Reader::is_head() const { return parser_ && parser_->request.method == "HEAD"; }

Request Reader::take() {
  Request request = std::move(parser_->request);
  parser_.reset();
  state_ = State::head;
  return request;
}

}  // namespace patchbay::http
