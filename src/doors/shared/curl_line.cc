// The options of curl as rows, and what each does to the request.
#include "doors/shared/curl_line.h"

#include <algorithm>
#include <optional>

#include "base/digest.h"
#include "base/text.h"
#include "doors/shared/call_encoding.h"
#include "doors/shared/http_text.h"
#include "wire/form.h"

namespace patchbay::doors {
namespace {

enum class Effect : std::uint8_t {
  method,
  header,
  data,
  data_binary,
  data_raw,
  data_urlencode,
  json,
  user,
  get,
  head,
  url,
  bearer,
  ignored,
};
enum class Takes : std::uint8_t { nothing, value };

struct OptionRow {
  std::string_view name;
  char letter;  // or 0
  Takes takes;
  Effect effect;
};
constexpr OptionRow kOptions[] = {
    // clang-format off
    {"request",         'X', Takes::value,   Effect::method},
    {"header",          'H', Takes::value,   Effect::header},
    {"data",            'd', Takes::value,   Effect::data},
    {"data-ascii",      0,   Takes::value,   Effect::data},
    {"data-binary",     0,   Takes::value,   Effect::data_binary},
    {"data-raw",        0,   Takes::value,   Effect::data_raw},
    {"data-urlencode",  0,   Takes::value,   Effect::data_urlencode},
    {"json",            0,   Takes::value,   Effect::json},
    {"user",            'u', Takes::value,   Effect::user},
    {"get",             'G', Takes::nothing, Effect::get},
    {"head",            'I', Takes::nothing, Effect::head},
    {"url",             0,   Takes::value,   Effect::url},
    {"oauth2-bearer",   0,   Takes::value,   Effect::bearer},
    {"basic",           0,   Takes::nothing, Effect::ignored},
    {"silent",          's', Takes::nothing, Effect::ignored},
    {"show-error",      'S', Takes::nothing, Effect::ignored},
    {"insecure",        'k', Takes::nothing, Effect::ignored},
    {"include",         'i', Takes::nothing, Effect::ignored},
    {"location",        'L', Takes::nothing, Effect::ignored},
    {"verbose",         'v', Takes::nothing, Effect::ignored},
    {"fail",            'f', Takes::nothing, Effect::ignored},
    {"globoff",         'g', Takes::nothing, Effect::ignored},
    {"compressed",      0,   Takes::nothing, Effect::ignored},
    {"http1.1",         0,   Takes::nothing, Effect::ignored},
    {"http2",           0,   Takes::nothing, Effect::ignored},
    {"no-buffer",       'N', Takes::nothing, Effect::ignored},
    {"remote-name",     'O', Takes::nothing, Effect::ignored},
    {"output",          'o', Takes::value,   Effect::ignored},
    {"write-out",       'w', Takes::value,   Effect::ignored},
    {"user-agent",      'A', Takes::value,   Effect::ignored},
    {"referer",         'e', Takes::value,   Effect::ignored},
    {"cookie",          'b', Takes::value,   Effect::ignored},
    {"cookie-jar",      'c', Takes::value,   Effect::ignored},
    {"cacert",          0,   Takes::value,   Effect::ignored},
    {"max-time",        'm', Takes::value,   Effect::ignored},
    {"connect-timeout", 0,   Takes::value,   Effect::ignored},
    {"retry",           0,   Takes::value,   Effect::ignored},
    {"resolve",         0,   Takes::value,   Effect::ignored},
    {"proxy",           'x', Takes::value,   Effect::ignored},
    // clang-format on
};

using Wrong = std::optional<std::string>;

class CurlReader {
 public:
  std::expected<http::Request, std::string> read(const std::vector<std::string>& words) {
    for (at_ = 1; at_ < words.size(); ++at_)
      if (auto wrong = word(words)) return std::unexpected(std::move(*wrong));
    if (!url_) return std::unexpected("names no URL");
    return finish();
  }

 private:
  Wrong word(const std::vector<std::string>& words) {
    const std::string& text = words[at_];
    if (only_urls_ || !text.starts_with('-') || text == "-") return url(text);
    if (text == "--") return only_urls_ = true, std::nullopt;
    if (text.starts_with("--")) return long_option(words);
    return letters(words);
  }

  Wrong long_option(const std::vector<std::string>& words) {
    const std::string_view name = std::string_view(words[at_]).substr(2);
    const auto* row = std::ranges::find(kOptions, name, &OptionRow::name);
    if (row == std::end(kOptions)) return unknown("--" + std::string(name));
    if (row->takes == Takes::nothing) return apply(row->effect, {});
    if (at_ + 1 >= words.size()) return "has no value after --" + std::string(name);
    return apply(row->effect, words[++at_]);
  }

  // "-sSX PUT", "-XPUT": letters without a value, then one with a value.
  Wrong letters(const std::vector<std::string>& words) {
    const std::string_view all = std::string_view(words[at_]).substr(1);
    for (std::size_t i = 0; i < all.size(); ++i) {
      const auto* row = std::ranges::find(kOptions, all[i], &OptionRow::letter);
      if (row == std::end(kOptions)) return unknown(std::string("-") + all[i]);
      if (row->takes == Takes::nothing) {
        if (auto wrong = apply(row->effect, {})) return wrong;
        continue;
      }
      if (i + 1 < all.size()) return apply(row->effect, std::string(all.substr(i + 1)));
      if (at_ + 1 >= words.size()) return std::string("has no value after -") + all[i];
      return apply(row->effect, words[++at_]);
    }
    return std::nullopt;
  }

  static std::string unknown(const std::string& option) {
    return "has an option that is not known here: " + option;
  }

  Wrong url(const std::string& text) {
    if (url_) return "names more than one URL";
    url_ = text;
    return std::nullopt;
  }

  Wrong apply(Effect effect, const std::string& value) {
    switch (effect) {
      case Effect::method:
        method_ = value;
        return std::nullopt;
      case Effect::header:
        return header(value);
      case Effect::data:
      case Effect::data_binary:
        if (value.starts_with('@')) return "takes data from a file, which is not read here";
        return add_data(value);
      case Effect::data_raw:
        return add_data(value);
      case Effect::data_urlencode:
        return urlencoded(value);
      case Effect::json:
        if (value.starts_with('@')) return "takes data from a file, which is not read here";
        is_json_ = true;
        data_ = data_.value_or("") + value;
        return std::nullopt;
      case Effect::user:
        user_ = value;
        return std::nullopt;
      case Effect::bearer:
        out_.headers.emplace_back("Authorization", "Bearer " + value);
        return std::nullopt;
      case Effect::get:
        in_query_ = true;
        return std::nullopt;
      case Effect::head:
        method_ = method_.value_or("HEAD");
        return std::nullopt;
      case Effect::url:
        return url(value);
      case Effect::ignored:
        return std::nullopt;
    }
    return std::nullopt;
  }

  Wrong header(const std::string& value) {
    if (value.starts_with('@')) return "takes headers from a file, which is not read here";
    const std::size_t colon = value.find(':');
    // "Name;" is a header without a value, "Name:" takes one away.
    if (colon == std::string::npos || trim(value.substr(colon + 1)).empty()) return std::nullopt;
    if (value.find_first_of("\r\n") != std::string::npos) return "has a header with a line break";
    out_.headers.emplace_back(trim(value.substr(0, colon)), trim(value.substr(colon + 1)));
    return std::nullopt;
  }

  Wrong add_data(const std::string& value) {
    if (!data_)
      data_ = value;
    else
      data_->append(1, '&').append(value);
    return std::nullopt;
  }

  // "content", "=content", "name=content"; those with @ read files.
  Wrong urlencoded(const std::string& value) {
    const std::size_t equals = value.find('=');
    const std::size_t at = value.find('@');
    if (at < equals) return "takes data from a file, which is not read here";
    if (equals == std::string::npos) return add_data(wire::form::encode_component(value));
    std::string out = value.substr(0, equals);
    if (!out.empty()) out += '=';
    return add_data(out + wire::form::encode_component(value.substr(equals + 1)));
  }

  http::Request finish() {
    if (url_) set_target(out_, *url_);
    if (in_query_ && data_) {
      if (!out_.query.empty() && !data_->empty()) out_.query += '&';
      out_.query += *data_;
      data_.reset();
    }
    out_.method = method_.value_or(data_ ? "POST" : "GET");
    const bool has_type = out_.header("Content-Type").has_value();
    if (data_ && !has_type)
      out_.headers.emplace_back(
          "Content-Type", is_json_ ? "application/json" : "application/x-www-form-urlencoded");
    out_.body = data_.value_or("");
    if (user_) out_.headers.emplace_back("Authorization", "Basic " + base64(*user_));
    return std::move(out_);
  }

  http::Request out_{};
  std::optional<std::string> url_{};
  std::optional<std::string> method_{};
  std::optional<std::string> data_{};
  std::optional<std::string> user_{};
  bool is_json_ = false;
  bool in_query_ = false;
  bool only_urls_ = false;
  std::size_t at_ = 1;
};

std::string_view without_prompt(std::string_view text) {
  text = trim(text);
  if (text.starts_with("$ ")) text = trim(text.substr(2));
  return text;
}

}  // namespace

bool is_curl_line(std::string_view text) {
  text = without_prompt(text);
  return text.starts_with("curl") &&
         (text.size() == 4 || std::string_view(" \t\\\r\n").contains(text[4]));
}

std::expected<http::Request, std::string> parse_curl_line(std::string_view text) {
  const auto words = split_words(without_prompt(text));
  if (!words) return std::unexpected(words.error());
  if (words->empty() || words->front() != "curl") return std::unexpected("must begin with curl");
  return CurlReader().read(*words);
}

std::string curl_line(const http::Request& request, std::string_view server) {
  std::string out = "curl";
  const bool posts = request.method == "POST" && !request.body.empty();
  const bool gets = request.method == "GET" && request.body.empty();
  if (!posts && !gets) out += " -X " + shell_quoted(request.method);
  out += ' ' + shell_quoted(std::string(server) + target_of(request));
  for (const auto& [name, value] : request.headers) {
    const bool is_basic = name == "Authorization" && value == kBasicPlaceholder;
    out += is_basic ? " -u " + shell_quoted(value.substr(std::string_view("Basic ").size()))
                    : " -H " + shell_quoted(name + ": " + value);
  }
  if (!request.body.empty()) out += " --data-raw " + shell_quoted(request.body);
  return out;
}

}  // namespace patchbay::doors
