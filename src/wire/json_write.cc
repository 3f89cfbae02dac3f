// Writes a tree as JSON text.
#include <type_traits>
#include <variant>

#include "base/json_writer.h"
#include "wire/json.h"

namespace patchbay::wire::json {
namespace {

enum class Layout { compact, pretty };

void append_quoted(std::string& out, std::string_view text) {
  append_json_text(out, text, JsonEscapes::letters);
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
