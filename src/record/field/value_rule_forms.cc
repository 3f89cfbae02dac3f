// Checks of text that several modules share: e-mail, URL, host name, address, card, telephone.
#include "record/field/value_rule_forms.h"

#include <algorithm>
#include <array>
#include <charconv>

#include <arpa/inet.h>
#include <re2/re2.h>
#include <unicode/idna.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include "base/text.h"
#include "base/utf8.h"
#include "record/field/value_rule.h"

namespace patchbay {
namespace {

bool digit(char c) { return c >= '0' && c <= '9'; }
bool letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

bool all_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), digit);
}

bool is_address(int family, std::string_view text) {
  std::array<char, INET6_ADDRSTRLEN> terminated{};
  if (text.size() >= terminated.size() || text.contains('\0')) return false;
  std::copy(text.begin(), text.end(), terminated.begin());
  std::array<unsigned char, 16> parsed;
  return inet_pton(family, terminated.data(), parsed.data()) == 1;
}

constexpr std::size_t kNameMax = 253;

const icu::IDNA* idna() {
  static const std::unique_ptr<const icu::IDNA> kIdna = [] {
    UErrorCode error = U_ZERO_ERROR;
    return std::unique_ptr<const icu::IDNA>(icu::IDNA::createUTS46Instance(
        UIDNA_CHECK_BIDI | UIDNA_CHECK_CONTEXTJ | UIDNA_NONTRANSITIONAL_TO_ASCII, error));
  }();
  return kIdna.get();
}

// Characters that UTS 46 reads as a dot, and the few signs that RFC 5892 allows in addition to
// letters and digits.
constexpr UChar32 kSigns[] = {0xB7,   0x375,  0x5F3,  0x5F4,  0x200C,
                              0x200D, 0x3002, 0x30FB, 0xFF0E, 0xFF61};

// Whether `name` has characters that RFC 5892 forbids but UTS 46 ignores: symbols, and invisible
// characters that would make two names look the same.
bool has_stray_sign(std::string_view name) {
  const auto points =
      icu::UnicodeString::fromUTF8({name.data(), static_cast<std::int32_t>(name.size())});
  for (std::int32_t i = 0; i < points.length(); i = points.moveIndex32(i, 1)) {
    const UChar32 c = points.char32At(i);
    if (c < 0x80 || std::ranges::find(kSigns, c) != std::end(kSigns)) continue;
    const bool is_mark = (U_GET_GC_MASK(c) & U_GC_M_MASK) != 0;
    if (!u_isalnum(c) && !is_mark) return true;
    if (u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT)) return true;
  }
  return false;
}

// Returns an international name as DNS writes it (UTS 46), or an empty text if it is not valid.
// Does not check the ASCII characters in it.
std::string ascii_name(std::string_view name) {
  constexpr std::size_t kUtf8Max = 4;
  // The cost of encoding a label grows with the square of its length, so the length is checked
  // first.
  if (name.size() > kUtf8Max * kNameMax || idna() == nullptr || has_stray_sign(name)) return {};
  std::string out;
  icu::StringByteSink<std::string> sink(&out);
  icu::IDNAInfo info;
  UErrorCode error = U_ZERO_ERROR;
  idna()->nameToASCII_UTF8({name.data(), static_cast<std::int32_t>(name.size())}, sink, info,
                           error);
  return U_FAILURE(error) || info.hasErrors() ? std::string() : out;
}

// Underscores are allowed because DNS has names with them, although the first standards did not.
bool is_label(std::string_view label) {
  constexpr std::size_t kLabelMax = 63;
  return !label.empty() && label.size() <= kLabelMax && label.front() != '-' &&
         label.back() != '-' && std::all_of(label.begin(), label.end(), [](char c) {
           return digit(c) || letter(c) || c == '-' || c == '_';
         });
}

bool is_url_host(std::string_view host) {
  if (host.starts_with('['))
    return host.size() > 2 && host.ends_with(']') &&
           is_address(AF_INET6, host.substr(1, host.size() - 2));
  return is_host_name(host) || is_address(AF_INET, host);
}

bool is_port(std::string_view text) {
  int port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  return all_digits(text) && error == std::errc{} && end == text.data() + text.size() &&
         port >= 1 && port <= 65535;
}

// Whether `text` has white space, a control character, or a character that RFC 3986 forbids.
bool has_stray(std::string_view text) {
  constexpr std::string_view kStray = "\"<>\\^`{|}\x7F";
  const auto stray = [kStray](char c) {
    return static_cast<unsigned char>(c) <= 0x20 || kStray.contains(c);
  };
  if (std::any_of(text.begin(), text.end(), stray)) return true;
  const auto wide = [](char c) { return static_cast<unsigned char>(c) >= 0x80; };
  if (std::none_of(text.begin(), text.end(), wide)) return false;
  const auto points =
      icu::UnicodeString::fromUTF8({text.data(), static_cast<std::int32_t>(text.size())});
  for (std::int32_t i = 0; i < points.length(); i = points.moveIndex32(i, 1))
    if (u_isUWhiteSpace(points.char32At(i)) || u_iscntrl(points.char32At(i))) return true;
  return false;
}

bool hex_digit(char c) { return digit(c) || (letter(c) && (c | 0x20) <= 'f'); }

// Whether each '%' is followed by two hexadecimal digits.
bool escapes_complete(std::string_view text) {
  for (auto at = text.find('%'); at != std::string_view::npos; at = text.find('%', at + 1))
    if (text.size() - at < 3 || !hex_digit(text[at + 1]) || !hex_digit(text[at + 2])) return false;
  return true;
}

}  // namespace

bool is_plain_text(std::string_view text) {
  const bool controls = std::any_of(text.begin(), text.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\n' && c != '\r';
  });
  return !controls && !text.contains("\xEF\xBF\xBE") && !text.contains("\xEF\xBF\xBF");
}

bool is_email(std::string_view text) {
  constexpr std::size_t kEmailMax = 254;
  static const re2::RE2 kEmail(R"([a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+@)"
                               R"([a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)"
                               R"((?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*)");
  if (text.size() > kEmailMax) return false;
  std::string plain;
  if (!utf8::is_ascii(text)) {
    const std::size_t domain = text.rfind('@') + 1;
    const std::string name = ascii_name(text.substr(domain));
    if (domain == 0 || name.empty()) return false;
    plain = std::string(text.substr(0, domain)) + name;
    text = plain;
  }
  return re2::RE2::FullMatch({text.data(), text.size()}, kEmail);
}

bool is_telephone(std::string_view text) {
  constexpr std::string_view kAllowed = "0123456789 +-()./";
  return text.size() >= 3 && text.size() <= 32 &&
         text.find_first_not_of(kAllowed) == std::string_view::npos &&
         std::any_of(text.begin(), text.end(), digit);
}

bool is_e164(std::string_view text) {
  return text.size() >= 8 && text.size() <= 16 && text.front() == '+' && all_digits(text.substr(1));
}

bool is_host_name(std::string_view text) {
  const std::string plain = utf8::is_ascii(text) ? std::string(text) : ascii_name(text);
  text = plain;
  if (text.empty() || text.size() > kNameMax) return false;
  const auto labels = split(text, '.');
  // A name with a number as its last label would be an IP address.
  return std::all_of(labels.begin(), labels.end(), is_label) && !all_digits(labels.back());
}

bool is_ip_address(std::string_view text) {
  return is_address(AF_INET, text) || is_address(AF_INET6, text);
}

bool is_http_url(std::string_view text) {
  constexpr std::size_t kUrlMax = 2000;
  if (text.size() > kUrlMax || has_stray(text) || !escapes_complete(text)) return false;
  const auto scheme_end = text.find("://");
  if (scheme_end == std::string_view::npos) return false;
  const std::string scheme = lower(text.substr(0, scheme_end));
  if (scheme != "http" && scheme != "https") return false;
  const std::string_view rest = text.substr(scheme_end + 3);
  std::string_view host = rest.substr(0, rest.find_first_of("/?#"));
  // The colon before a port comes after the bracket of an IPv6 address.
  const auto bracket = host.find(']');
  const auto colon = host.find(':', bracket == std::string_view::npos ? 0 : bracket);
  if (colon != std::string_view::npos) {
    if (!is_port(host.substr(colon + 1))) return false;
    host = host.substr(0, colon);
  }
  return is_url_host(host);
}

std::optional<std::string> missing_scheme(std::string_view text) {
  if (text.contains("://") || !is_http_url("https://" + std::string(text))) return std::nullopt;
  return "must begin with http:// or https://, as in https://www.example.com/page";
}

bool is_card_number(std::string_view digits) {
  if (digits.size() < 12 || digits.size() > 19 || !all_digits(digits)) return false;
  int sum = 0;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    const int value = digits[digits.size() - 1 - i] - '0';
    const int doubled = i % 2 == 0 ? value : value * 2;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 == 0;
}

}  // namespace patchbay
