// Reads JSON text into a tree by recursive descent.
//
// Our own reader: Boost.JSON's basic_parser converts every number on the way and refuses exponents
// that do not fit an int, and numbers have to keep their text here.
#include <utility>

#include "wire/json.h"
#include "wire/json_string.h"
#include "wire/place.h"
#include "wire/scan.h"

namespace patchbay::wire::json {
namespace {

// Reads a number; returns null, or what is wrong with it.
const char* read_number(Scan& scan, Tree& out) {
  const std::size_t first = scan.offset();
  const bool negative = scan.took('-');
  if (!scan.took('0') && scan.take_digits().empty())
    return negative ? "expected a digit after '-'" : "expected a value";
  if (scan.took('.') && scan.take_digits().empty())
    return "expected a digit after the decimal point";
  if (scan.took('e') || scan.took('E')) {
    if (!scan.took('+')) scan.took('-');
    if (scan.take_digits().empty()) return "expected a digit in the exponent";
  }
  out = Tree(Number{std::string(scan.since(first))});
  return nullptr;
}

// Every function returns whether it succeeded; the first that does not leaves the complaint.
class Reader {
 public:
  Reader(std::string_view text, Bounds bounds) : scan_(text), bounds_(bounds) {}

  std::expected<Tree, Complaint> document() {
    Tree tree;
    if (!whole(tree)) return std::unexpected(std::move(complaint_));
    return tree;
  }

 private:
  bool whole(Tree& out) {
    const Place top;
    if (scan_.took("\xEF\xBB\xBF")) return fail(top, "a byte order mark before the document");
    skip_space();
    if (!value(out, top, 0)) return false;
    skip_space();
    return scan_.at_end() || fail(top, "text after the end of the document");
  }

  bool value(Tree& out, const Place& place, int depth) {
    if (++nodes_ > bounds_.nodes_max) return fail(place, "too many values");
    // clang-format off
    switch (scan_.peek()) {
      case '{': return object(out, place, depth + 1);
      case '[': return array(out, place, depth + 1);
      case '"': return text(out, place);
      case 't': return word("true", true, out, place);
      case 'f': return word("false", false, out, place);
      case 'n': return word("null", Null{}, out, place);
      default:  return sound(read_number(scan_, out), place);
    }
    // clang-format on
  }

  bool object(Tree& out, const Place& place, int depth) {
    if (depth > bounds_.depth_max) return fail(place, "nested too deeply");
    Object members;
    if (!list('{', '}', [&] { return member(members, place, depth); }))
      return fail(place, "expected ',' or '}'");
    if (const std::string* key = repeated_key(members))
      return fail({&place, *key}, "the same key twice in one object");
    out = Tree(std::move(members));
    return true;
  }

  bool member(Object& members, const Place& place, int depth) {
    if (scan_.peek() != '"') return fail(place, "expected a key in quotes");
    auto& [key, item] = members.emplace_back();
    if (!sound(read_string(scan_, key), place)) return false;
    const Place here{&place, key};
    skip_space();
    if (!scan_.took(':')) return fail(here, "expected ':' after a key");
    skip_space();
    return value(item, here, depth);
  }

  bool array(Tree& out, const Place& place, int depth) {
    if (depth > bounds_.depth_max) return fail(place, "nested too deeply");
    Array items;
    const auto item = [&] {
      const Place here{&place, {}, items.size()};
      return value(items.emplace_back(), here, depth);
    };
    if (!list('[', ']', item)) return fail(place, "expected ',' or ']'");
    out = Tree(std::move(items));
    return true;
  }

  // Reads `open`, as many of what `one` reads as there are, with commas between them, and `close`.
  template <typename One>
  bool list(char open, char close, One one) {
    scan_.took(open);
    skip_space();
    if (scan_.took(close)) return true;
    do {
      skip_space();
      if (!one()) return false;
      skip_space();
    } while (scan_.took(','));
    return scan_.took(close);
  }

  bool text(Tree& out, const Place& place) {
    std::string content;
    if (!sound(read_string(scan_, content), place)) return false;
    out = Tree(std::move(content));
    return true;
  }

  bool word(std::string_view spelling, Tree meaning, Tree& out, const Place& place) {
    if (!scan_.took(spelling)) return fail(place, "expected a value");
    out = std::move(meaning);
    return true;
  }

  void skip_space() {
    scan_.take_while([](char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; });
  }

  bool sound(const char* complaint, const Place& place) {
    return complaint == nullptr || fail(place, complaint);
  }

  // Keeps the first complaint only: the callers of what failed may have less to say.
  bool fail(const Place& place, std::string_view what) {
    if (complaint_.what.empty()) complaint_ = {path_to(place), std::string(what), scan_.offset()};
    return false;
  }

  Scan scan_;
  const Bounds bounds_;
  std::size_t nodes_ = 0;
  Complaint complaint_;
};

}  // namespace

std::expected<Tree, Complaint> parse(std::string_view text, Bounds bounds) {
  return Reader(text, bounds).document();
}

}  // namespace patchbay::wire::json
