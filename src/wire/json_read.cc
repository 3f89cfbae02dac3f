// Reads JSON text into a tree by recursive descent, from the tokens of base's scanner.
#include <utility>

#include "base/json_scanner.h"
#include "wire/json.h"
#include "wire/path_step.h"

namespace patchbay::wire::json {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

// Every function returns whether it succeeded. The first failure sets the error.
class JsonParser {
 public:
  JsonParser(std::string_view text, Bounds bounds)
      : scan_(text, JsonNul::refused), bounds_(bounds) {}

  std::expected<Tree, ParseError> document() {
    Tree tree;
    if (!whole(tree)) return std::unexpected(std::move(error_));
    return tree;
  }

 private:
  bool whole(Tree& out) {
    const PathStep top;
    if (!value(out, top, 0)) return false;
    return scan_.at_end() || fail(top, "text after the end of the document");
  }

  bool value(Tree& out, const PathStep& step, int depth) {
    const char first = scan_.peek();
    if (++nodes_ > bounds_.nodes_max) return fail(step, "too many values");
    // clang-format off
    switch (first) {
      case '{': return object(out, step, depth + 1);
      case '[': return array(out, step, depth + 1);
      case '"': return text(out, step);
      case 't': return word("true", true, out, step);
      case 'f': return word("false", false, out, step);
      case 'n': return word("null", Null{}, out, step);
      default:  return number(out, step);
    }
    // clang-format on
  }

  bool object(Tree& out, const PathStep& step, int depth) {
    if (depth > bounds_.depth_max) return fail(step, "nested too deeply");
    Object members;
    if (!list('{', '}', [&] { return member(members, step, depth); }))
      return fail(step, "expected ',' or '}'");
    if (const std::string* key = repeated_key(members))
      return fail({&step, *key}, "the same key twice in one object");
    out = Tree(std::move(members));
    return true;
  }

  bool member(Object& members, const PathStep& step, int depth) {
    if (scan_.peek() != '"') return fail(step, "expected a key in quotes");
    auto& [key, item] = members.emplace_back();
    if (!scan_.text(key)) return fail(step, scan_.problem());
    const PathStep here{&step, key};
    if (!scan_.skip(':')) return fail(here, "expected ':' after a key");
    return value(item, here, depth);
  }

  bool array(Tree& out, const PathStep& step, int depth) {
    if (depth > bounds_.depth_max) return fail(step, "nested too deeply");
    Array items;
    const auto item = [&] {
      const PathStep here{&step, {}, items.size()};
      return value(items.emplace_back(), here, depth);
    };
    if (!list('[', ']', item)) return fail(step, "expected ',' or ']'");
    out = Tree(std::move(items));
    return true;
  }

  // Reads `open`, a list of what `one` reads with commas between the items, and `close`.
  template <typename One>
  bool list(char open, char close, One one) {
    if (!scan_.skip(open)) return false;
    if (scan_.skip(close)) return true;
    do {
      if (!one()) return false;
    } while (scan_.skip(','));
    return scan_.skip(close);
  }

  bool text(Tree& out, const PathStep& step) {
    std::string content;
    if (!scan_.text(content)) return fail(step, scan_.problem());
    out = Tree(std::move(content));
    return true;
  }

  bool number(Tree& out, const PathStep& step) {
    const std::string_view written = scan_.number();
    if (written.empty()) return fail(step, scan_.problem());
    Number number;
    number.text = written;
    out = Tree(std::move(number));
    return true;
  }

  bool word(std::string_view spelling, Tree meaning, Tree& out, const PathStep& step) {
    if (!scan_.skip_word(spelling)) return fail(step, "expected a value");
    out = std::move(meaning);
    return true;
  }

  // Keeps the first error only, because it is the most precise one.
  bool fail(const PathStep& step, std::string_view what) {
    if (error_.what.empty()) error_ = {path_text(step), std::string(what), scan_.offset()};
    return false;
  }

  JsonScanner scan_;
  const Bounds bounds_;
  std::size_t nodes_ = 0;
  ParseError error_;
};

}  // namespace

std::expected<Tree, ParseError> parse(std::string_view text, Bounds bounds) {
  if (text.starts_with(kByteOrderMark))
    return std::unexpected(
        ParseError{"", "a byte order mark before the document", kByteOrderMark.size()});
  return JsonParser(text, bounds).document();
}

}  // namespace patchbay::wire::json
