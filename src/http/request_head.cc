// Parses a head with Beast, and checks what Beast does not.
#include "http/request_head.h"

#include <algorithm>
#include <charconv>

#include <boost/beast/http/basic_parser.hpp>

#include "http/ascii.h"
#include "http/authority.h"
#include "http/head_scan.h"
#include "http/method_override.h"

namespace patchbay::http {
namespace {

namespace beast = boost::beast;
using beast::http::field;
using ErrorCode = boost::system::error_code;

constexpr std::size_t kFieldsMax = 100;

std::string_view view(beast::string_view text) { return {text.data(), text.size()}; }

// Writes straight into a RequestHead. To refuse, it sets `head_error` and returns any error to
// Beast, which has no error codes for most cases. Bodies are parsed elsewhere: Boost 1.81 fails an
// assertion on a last chunk that arrives byte by byte.
class HeadParser final : public beast::http::basic_parser<true> {
 public:
  explicit HeadParser(RequestHead& out) : out_(out) {
    body_limit(boost::none);
    skip(true);
  }

  std::optional<HeadError> head_error;

 private:
  void refuse(ErrorCode& error, int status, std::string_view what) {
    head_error = {status, what};
    error = beast::http::error::bad_field;
  }

  void on_request_impl(beast::http::verb, beast::string_view method, beast::string_view target,
                       int version, ErrorCode& error) override {
    out_.is_1_1 = version == 11;
    out_.request.method = view(method);
    auto [path, query, authority] = split_target(out_.request.method, view(target));
    const bool is_absolute = !authority.empty();
    // Ignores a user name and password before the host (RFC 9110, section 4.2.4).
    authority.remove_prefix(authority.rfind('@') + 1);
    out_.request.path = path;
    out_.request.query = query;
    out_.request.headers.reserve(8);
    if (path.empty() || (is_absolute && !is_authority(authority)))
      return refuse(error, 400, "the request target is malformed");
    if (is_absolute) out_.request.headers.emplace_back("Host", authority);
  }

  void on_field_impl(field name, beast::string_view key, beast::string_view value,
                     ErrorCode& error) override {
    if (out_.request.headers.size() == kFieldsMax) {
      return refuse(error, 431, "there are too many headers");
    }
    if (name == field::host) return on_host(key, value, error);
    if (name == field::content_type && ++types_ > 1) {
      return refuse(error, 400, "there are two Content-Types");
    }
    if (name == field::content_length) on_length(view(value), error);
    if (name == field::transfer_encoding) on_transfer_coding(view(value), error);
    if (name == field::expect) on_expect(view(value), error);
    if (name == field::content_encoding) on_content_coding(view(value), error);
    out_.request.headers.emplace_back(view(key), view(value));
  }

  // The authority of an absolute target takes precedence over Host (RFC 9112, section 3.2.2).
  void on_host(beast::string_view key, beast::string_view value, ErrorCode& error) {
    if (++hosts_ > 1) return refuse(error, 400, "there are two Hosts");
    if (!is_authority(view(value))) {
      return refuse(error, 400, "the Host is not a host name or address, with or without a port");
    }
    if (!out_.request.header("Host")) out_.request.headers.emplace_back(view(key), view(value));
  }

  void on_content_coding(std::string_view value, ErrorCode& error) {
    const auto coding = find_coding(value);
    if (!coding || ++content_codings_ > 1) {
      return refuse(error, 415, "the content encoding is not supported; gzip and deflate are");
    }
    out_.coding = *coding;
  }

  void on_length(std::string_view value, ErrorCode& error) {
    const char* const last = value.data() + value.size();
    const auto [end, wrong] = std::from_chars(value.data(), last, out_.body_bytes);
    const bool is_whole = wrong == std::errc{} && end == last && ascii::is_digit(value.front());
    if (++lengths_ > 1 || !is_whole) refuse(error, 400, "the Content-Length is malformed");
  }

  void on_transfer_coding(std::string_view value, ErrorCode& error) {
    out_.is_chunked = true;
    if (++codings_ > 1 || !out_.is_1_1) {
      refuse(error, 400, "the Transfer-Encoding is malformed");
    } else if (!ascii::equal_ignoring_case(value, "chunked")) {
      refuse(error, 501, "the transfer encoding is not supported");
    }
  }

  void on_expect(std::string_view value, ErrorCode& error) {
    if (!out_.is_1_1) return;
    out_.expects_continue = true;
    if (!ascii::equal_ignoring_case(value, "100-continue")) {
      refuse(error, 417, "the expectation is not supported");
    }
  }

  void on_header_impl(ErrorCode& error) override {
    if (out_.is_1_1 && hosts_ == 0) return refuse(error, 400, "there is no Host");
    if (lengths_ > 0 && codings_ > 0) {
      return refuse(error, 400, "there are both a Content-Length and a Transfer-Encoding");
    }
    const auto method = overridden_method(out_.request);
    if (!method) return refuse(error, 400, method.error());
    if (const auto& other = *method) out_.request.method = *other;
  }

  void on_finish_impl(ErrorCode&) override {}

  // Never called: a request has no status, and bodies are skipped.
  void on_response_impl(int, beast::string_view, int, ErrorCode&) override {}
  void on_body_init_impl(const boost::optional<std::uint64_t>&, ErrorCode&) override {}
  std::size_t on_body_impl(beast::string_view, ErrorCode&) override { return 0; }
  void on_chunk_header_impl(std::uint64_t, beast::string_view, ErrorCode&) override {}
  std::size_t on_chunk_body_impl(std::uint64_t, beast::string_view, ErrorCode&) override {
    return 0;
  }

  RequestHead& out_;
  int hosts_ = 0;
  int types_ = 0;
  int lengths_ = 0;
  int codings_ = 0;
  int content_codings_ = 0;
};

}  // namespace

std::optional<HeadError> parse_head(std::string_view head, RequestHead& out) {
  HeadParser parser(out);
  parser.header_limit(static_cast<std::uint32_t>(head.size() + 1));
  ErrorCode error;
  parser.put({head.data(), head.size()}, error);
  if (parser.head_error) return parser.head_error;
  if (error || !parser.is_done()) return HeadError{400, "the headers are malformed"};
  out.keep_alive = parser.keep_alive();
  return std::nullopt;
}

}  // namespace patchbay::http
