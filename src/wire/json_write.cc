// Writes a tree as JSON text.
#include <type_traits>
#include <variant>

#include "wire/json.h"

namespace patchbay::wire::json {
namespace {

constexpr std::string_view kHexDigits = "0123456789abcdef";

enum class Layout { compact, pretty };

// The letter of the short escape for `c`, or NUL if there is none.
constexpr char short_escape(char c) {
  // clang-format off
  switch (c) {
    case '"': case '\\': return c;
    case '\b': return 'b';
    case '\f': return 'f';
    case '\n': return 'n';
    case '\r': return 'r';
    case '\t': return 't';
    default:   return '\0';
  }
  // clang-format on
}

void append_escape(std::string& out, char c) {
  out += '\\';
  if (const char letter = short_escape(c)) return void(out += letter);
  out += "u00";
  out += kHexDigits[static_cast<unsigned char>(c) >> 4];
  out += kHexDigits[static_cast<unsigned char>(c) & 0xF];
}

void append_quoted(std::string& out, std::string_view text) {
  out += '"';
  std::size_t written = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\') continue;
    out.append(text, written, i - written);
    append_escape(out, c);
    written = i + 1;
  }
  out.append(text, written);
  out += '"';
}

class JsonWriter {
 public:
  explicit JsonWriter(Layout layout) : layout_(layout) {}

  std::string document(const Tree& tree) {
    value(tree);
    return std::move(out_);
  }

 private:
  void value(const Tree& tree) {
    if (const auto* text = tree.text()) return append_quoted(out_, *text);
    if (const auto* number = tree.number()) return void(out_ += number->text);
    if (const auto* flag = tree.boolean()) return void(out_ += *flag ? "true" : "false");
    if (const auto* items = tree.array()) return list('[', *items, ']');
    if (const auto* members = tree.object()) return list('{', *members, '}');
    out_ += "null";
  }

  template <typename List>
  void list(char open, const List& entries, char close) {
    out_ += open;
    ++depth_;
    for (const auto& item : entries) {
      if (&item != &entries.front()) out_ += ',';
      line();
      entry(item);
    }
    --depth_;
    if (!entries.empty()) line();
    out_ += close;
  }

  void entry(const Tree& item) { value(item); }
  void entry(const Object::value_type& member) {
    append_quoted(out_, member.first);
    out_ += layout_ == Layout::pretty ? ": " : ":";
    value(member.second);
  }

  void line() {
    if (layout_ == Layout::compact) return;
    out_ += '\n';
    out_.append(2 * depth_, ' ');
  }

  const Layout layout_;
  std::size_t depth_ = 0;
  std::string out_;
};

}  // namespace

std::string write(const Tree& tree) { return JsonWriter(Layout::compact).document(tree); }
std::string write_pretty(const Tree& tree) { return JsonWriter(Layout::pretty).document(tree); }

std::string quote(std::string_view text) {
  std::string out;
  out.reserve(text.size() + 2);
  append_quoted(out, text);
  return out;
}

}  // namespace patchbay::wire::json
