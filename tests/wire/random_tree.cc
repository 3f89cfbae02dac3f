// Makes trees of pieces that are difficult for readers and writers.
#include "random_tree.h"

#include <string_view>
#include <utility>

namespace patchbay::wire {
namespace {

constexpr std::string_view kPieces[] = {
    "a",   "Volvo", " ",  "\"",   "\\", "/", "<",      ">",      "&",      "'",
    "]]>", "\t",    "\n", "\r\n", "\r", "é", "\u2028", "\uFEFF", "\uFFFD", "\U0001F697"};
constexpr std::string_view kControls[] = {"\x01", "\b", "\f", "\x1F", "\x7F", "\uFFFE", "\uFFFF"};

}  // namespace

std::string TreeMaker::text() {
  std::string out;
  for (int count = below(6); count > 0; --count) {
    if (ingredients_.control_characters && below(8) == 0) out += kControls[below(7)];
    out += kPieces[below(20)];
  }
  return out;
}

std::string TreeMaker::digits(int count_max) {
  std::string out(1, static_cast<char>('1' + below(9)));
  for (int more = below(count_max); more > 0; --more) out += static_cast<char>('0' + below(10));
  return out;
}

Number TreeMaker::number() {
  const std::string sign = below(2) == 0 ? "-" : "";
  const std::string whole = below(4) == 0 ? "0" : digits(ingredients_.long_whole_numbers ? 30 : 9);
  switch (below(3)) {
    case 0:
      return {whole == "0" ? whole : sign + whole};
    case 1:
      return {sign + whole + '.' + digits(30)};
    default:
      return {sign + whole + ".0e" + sign + digits(12)};
  }
}

Object TreeMaker::object(int depth) {
  Object members;
  for (int count = below(5); count > 0; --count)
    members.emplace_back(text() + std::to_string(count), tree(depth - 1));
  return members;
}

Array TreeMaker::array(int depth) {
  Array items;
  for (int count = below(5); count > 0; --count) items.push_back(tree(depth - 1));
  return items;
}

Tree TreeMaker::tree(int depth) {
  switch (below(depth > 0 ? 6 : 4)) {
    case 0:
      return ingredients_.nulls ? Tree(Null{}) : Tree(text());
    case 1:
      return Tree(below(2) == 0);
    case 2:
      return Tree(number());
    case 3:
      return Tree(text());
    case 4:
      return Tree(object(depth));
    default:
      return Tree(array(depth));
  }
}

}  // namespace patchbay::wire
