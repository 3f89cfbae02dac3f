// Reads JSON text into a tree by recursive descent.
//
// Our own reader: Boost.JSON's basic_parser converts every number on the way and refuses exponents
// that do not fit an int, and numbers have to keep their text here.
#include <array>
#include <cstdint>
#include <utility>

#include "base/utf8.h"
#include "wire/json.h"
#include "wire/place.h"

namespace patchbay::wire::json {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

// The bytes that stand for themselves inside a string.
constexpr std::array<bool, 256> kPlain = [] {
  std::array<bool, 256> plain{};
  for (std::size_t byte = 0x20; byte < plain.size(); ++byte) plain[byte] = true;
  plain['"'] = plain['\\'] = false;
  return plain;
}();

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Every reading function returns whether it succeeded; the first that does not leaves the
// complaint.
class Reader {
 public:
  Reader(std::string_view text, Bounds bounds)
      : at_(text.data()), begin_(at_), end_(at_ + text.size()), bounds_(bounds) {}

  std::expected<Tree, Complaint> document() {
    Tree tree;
    if (!whole(tree)) return std::unexpected(std::move(complaint_));
    return tree;
  }

 private:
  bool whole(Tree& out) {
    const Place top;
    if (std::string_view(at_, end_).starts_with(kByteOrderMark))
      return fail(top, "a byte order mark before the document");
    skip_space();
    if (!value(out, top, 0)) return false;
    skip_space();
    return at_ == end_ || fail(top, "text after the end of the document");
  }

  bool value(Tree& out, const Place& place, int depth) {
    if (++nodes_ > bounds_.nodes_max) return fail(place, "too many values");
    switch (peek()) {
      case '{':
        return object(out, place, depth + 1);
      case '[':
        return array(out, place, depth + 1);
      case '"':
        return text(out, place);
      case 't':
        return word("true", true, out, place);
      case 'f':
        return word("false", false, out, place);
      case 'n':
        return word("null", Null{}, out, place);
      default:
        return number(out, place);
    }
  }

  bool object(Tree& out, const Place& place, int depth) {
    if (depth > bounds_.depth_max) return fail(place, "nested too deeply");
    Object members;
    ++at_;
    skip_space();
    if (!took('}')) {
      do {
        skip_space();
        if (!member(members, place, depth)) return false;
        skip_space();
      } while (took(','));
      if (!took('}')) return fail(place, "expected ',' or '}'");
    }
    if (const std::string* key = repeated_key(members))
      return fail({&place, *key}, "the same key twice in one object");
    out = Tree(std::move(members));
    return true;
  }

  bool member(Object& members, const Place& place, int depth) {
    if (peek() != '"') return fail(place, "expected a key in quotes");
    auto& [key, item] = members.emplace_back();
    if (!string(key, place)) return false;
    const Place here{&place, key};
    skip_space();
    if (!took(':')) return fail(here, "expected ':' after a key");
    skip_space();
    return value(item, here, depth);
  }

  bool array(Tree& out, const Place& place, int depth) {
    if (depth > bounds_.depth_max) return fail(place, "nested too deeply");
    Array items;
    ++at_;
    skip_space();
    if (!took(']')) {
      do {
        skip_space();
        const Place here{&place, {}, items.size()};
        if (!value(items.emplace_back(), here, depth)) return false;
        skip_space();
      } while (took(','));
      if (!took(']')) return fail(place, "expected ',' or ']'");
    }
    out = Tree(std::move(items));
    return true;
  }

  bool text(Tree& out, const Place& place) {
    std::string content;
    if (!string(content, place)) return false;
    out = Tree(std::move(content));
    return true;
  }

  bool string(std::string& out, const Place& place) {
    const char* const first = ++at_;
    unsigned char bits = 0;
    for (;;) {
      const char* const run = at_;
      for (; at_ != end_ && kPlain[static_cast<unsigned char>(*at_)]; ++at_)
        bits |= static_cast<unsigned char>(*at_);
      out.append(run, at_);
      if (at_ == end_) return fail(place, "a string without its closing quote");
      if (*at_ == '"') break;
      if (*at_ != '\\') return fail(place, "a control character in a string");
      if (!escape(out, place)) return false;
    }
    if (bits >= 0x80 && !utf8::valid({first, at_}))
      return fail(place, "a string that is not UTF-8");
    ++at_;
    return true;
  }

  bool escape(std::string& out, const Place& place) {
    ++at_;
    switch (peek()) {
      case '"':
      case '\\':
      case '/':
        out += *at_;
        break;
      case 'b':
        out += '\b';
        break;
      case 'f':
        out += '\f';
        break;
      case 'n':
        out += '\n';
        break;
      case 'r':
        out += '\r';
        break;
      case 't':
        out += '\t';
        break;
      case 'u':
        return unicode(out, place);
      default:
        return fail(place, "an unknown escape in a string");
    }
    ++at_;
    return true;
  }

  // Reads `uXXXX`, and the `\uXXXX` that has to follow a leading surrogate.
  bool unicode(std::string& out, const Place& place) {
    std::uint32_t code = 0;
    if (!hex(code, place)) return false;
    if (code == 0) return fail(place, "U+0000 in a string");
    if (code >= 0xDC00 && code <= 0xDFFF) return fail(place, "a surrogate without its partner");
    if (code >= 0xD800 && code <= 0xDBFF) {
      std::uint32_t trail = 0;
      if (!took('\\') || peek() != 'u') return fail(place, "a surrogate without its partner");
      if (!hex(trail, place)) return false;
      if (trail < 0xDC00 || trail > 0xDFFF) return fail(place, "a surrogate without its partner");
      code = 0x10000 + ((code - 0xD800) << 10) + (trail - 0xDC00);
    }
    utf8::append(out, code);
    return true;
  }

  bool hex(std::uint32_t& code, const Place& place) {
    ++at_;
    for (int digit = 0; digit < 4; ++digit, ++at_) {
      const char c = peek();
      const char letter = static_cast<char>(c | 0x20);
      if (is_digit(c))
        code = code * 16 + static_cast<std::uint32_t>(c - '0');
      else if (letter >= 'a' && letter <= 'f')
        code = code * 16 + static_cast<std::uint32_t>(letter - 'a' + 10);
      else
        return fail(place, "expected four hexadecimal digits");
    }
    return true;
  }

  bool number(Tree& out, const Place& place) {
    const char* const first = at_;
    const bool negative = took('-');
    if (!took('0') && !digits())
      return fail(place, negative ? "expected a digit after '-'" : "expected a value");
    if (took('.') && !digits()) return fail(place, "expected a digit after the decimal point");
    if (took('e') || took('E')) {
      if (!took('+')) took('-');
      if (!digits()) return fail(place, "expected a digit in the exponent");
    }
    out = Tree(Number{std::string(first, at_)});
    return true;
  }

  bool digits() {
    const char* const first = at_;
    while (is_digit(peek())) ++at_;
    return at_ != first;
  }

  bool word(std::string_view spelling, Tree meaning, Tree& out, const Place& place) {
    if (!std::string_view(at_, end_).starts_with(spelling)) return fail(place, "expected a value");
    at_ += spelling.size();
    out = std::move(meaning);
    return true;
  }

  // NUL at the end; no rule of the grammar accepts a NUL.
  char peek() const { return at_ == end_ ? '\0' : *at_; }

  bool took(char wanted) {
    if (at_ == end_ || *at_ != wanted) return false;
    ++at_;
    return true;
  }

  void skip_space() {
    while (at_ != end_ && (*at_ == ' ' || *at_ == '\n' || *at_ == '\r' || *at_ == '\t')) ++at_;
  }

  bool fail(const Place& place, std::string_view what) {
    complaint_ = {path_to(place), std::string(what), static_cast<std::size_t>(at_ - begin_)};
    return false;
  }

  const char* at_;
  const char* const begin_;
  const char* const end_;
  const Bounds bounds_;
  std::size_t nodes_ = 0;
  Complaint complaint_;
};

}  // namespace

std::expected<Tree, Complaint> parse(std::string_view text, Bounds bounds) {
  return Reader(text, bounds).document();
}

}  // namespace patchbay::wire::json
