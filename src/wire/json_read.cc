// Reads JSON text into a tree by recursive descent.
//
// Patchbay has its own reader because numbers must keep their text: Boost.JSON's basic_parser
// converts every number and refuses exponents that do not fit an int.
#include <utility>

#include "wire/json.h"
#include "wire/json_string.h"
#include "wire/path_step.h"
#include "wire/text_scanner.h"

namespace patchbay::wire::json {
namespace {

// Reads a number. Returns null, or what is wrong with it.
const char* read_number(TextScanner& scan, Tree& out) {
  const std::size_t first = scan.offset();
  const bool negative = scan.accept('-');
  if (!scan.accept('0') && scan.take_digits().empty())
    return negative ? "expected a digit after '-'" : "expected a value";
  if (scan.accept('.') && scan.take_digits().empty())
    return "expected a digit after the decimal point";
  if (scan.accept('e') || scan.accept('E')) {
    if (!scan.accept('+')) scan.accept('-');
    if (scan.take_digits().empty()) return "expected a digit in the exponent";
  }
  out = Tree(Number{std::string(scan.since(first))});
  return nullptr;
}

// Every function returns whether it succeeded. The first failure sets the error.
class JsonParser {
 public:
  JsonParser(std::string_view text, Bounds bounds) : scan_(text), bounds_(bounds) {}

  std::expected<Tree, ParseError> document() {
    Tree tree;
    if (!whole(tree)) return std::unexpected(std::move(error_));
    return tree;
  }

 private:
  bool whole(Tree& out) {
    const PathStep top;
    if (scan_.accept("\xEF\xBB\xBF")) return fail(top, "a byte order mark before the document");
    skip_space();
    if (!value(out, top, 0)) return false;
    skip_space();
    return scan_.at_end() || fail(top, "text after the end of the document");
  }

  bool value(Tree& out, const PathStep& step, int depth) {
    if (++nodes_ > bounds_.nodes_max) return fail(step, "too many values");
    // clang-format off
    switch (scan_.peek()) {
      case '{': return object(out, step, depth + 1);
      case '[': return array(out, step, depth + 1);
      case '"': return text(out, step);
      case 't': return word("true", true, out, step);
      case 'f': return word("false", false, out, step);
      case 'n': return word("null", Null{}, out, step);
      default:  return sound(read_number(scan_, out), step);
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
    if (!sound(read_string(scan_, key), step)) return false;
    const PathStep here{&step, key};
    skip_space();
    if (!scan_.accept(':')) return fail(here, "expected ':' after a key");
    skip_space();
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
    scan_.accept(open);
    skip_space();
    if (scan_.accept(close)) return true;
    do {
      skip_space();
      if (!one()) return false;
      skip_space();
    } while (scan_.accept(','));
    return scan_.accept(close);
  }

  bool text(Tree& out, const PathStep& step) {
    std::string content;
    if (!sound(read_string(scan_, content), step)) return false;
    out = Tree(std::move(content));
    return true;
  }

  bool word(std::string_view spelling, Tree meaning, Tree& out, const PathStep& step) {
    if (!scan_.accept(spelling)) return fail(step, "expected a value");
    out = std::move(meaning);
    return true;
  }

  void skip_space() {
    scan_.take_while([](char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; });
  }

  bool sound(const char* parse_error, const PathStep& step) {
    return parse_error == nullptr || fail(step, parse_error);
  }

  // Keeps the first error only, because it is the most precise one.
  bool fail(const PathStep& step, std::string_view what) {
    if (error_.what.empty()) error_ = {path_text(step), std::string(what), scan_.offset()};
    return false;
  }

  TextScanner scan_;
  const Bounds bounds_;
  std::size_t nodes_ = 0;
  ParseError error_;
};

}  // namespace

std::expected<Tree, ParseError> parse(std::string_view text, Bounds bounds) {
  return JsonParser(text, bounds).document();
}

}  // namespace patchbay::wire::json
