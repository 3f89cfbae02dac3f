// A scanner that knows comments and literals.
#include "store/sql_in_source.h"

#include <algorithm>
#include <cctype>

namespace patchbay::store {
namespace {

constexpr std::string_view kWords[] = {"SELECT ",  "INSERT INTO ", "UPDATE ", "DELETE FROM ",
                                       " FROM ",   "WHERE ",       "JOIN ",   "VALUES ",
                                       "ORDER BY", "ON CONFLICT",  "LIMIT ",  "RETURNING "};

std::string trimmed(const std::string& text) {
  const auto begin = text.find_first_not_of(" \n");
  const auto end = text.find_last_not_of(" \n");
  return begin == std::string::npos ? std::string() : text.substr(begin, end - begin + 1);
}

class Scanner {
 public:
  explicit Scanner(std::string_view source) : left_(source) {}

  std::vector<std::string> all() {
    while (!left_.empty()) step();
    end_piece();
    return std::move(out_);
  }

 private:
  void step() {
    if (left_.starts_with("//")) return skip_to("\n");
    if (left_.starts_with("R\"(")) return skip_past(")\"");
    // Only raw strings have custom delimiters, and this source uses none.
    if (left_.front() == '\'') return skip_character();
    if (left_.front() == '"') return take_literal();
    if (std::isspace(static_cast<unsigned char>(left_.front())) == 0) end_piece();
    left_.remove_prefix(1);
  }
  void skip_to(std::string_view end) {
    left_.remove_prefix(std::min(left_.find(end), left_.size()));
  }
  void skip_past(std::string_view end) {
    skip_to(end);
    left_.remove_prefix(std::min(end.size(), left_.size()));
    end_piece();
  }
  // Between digits it is a separator: 100'000.
  void skip_character() {
    end_piece();
    const auto end = left_.substr(0, 4).find('\'', left_.starts_with("'\\") ? 3 : 1);
    left_.remove_prefix(end == std::string_view::npos || end > 3 ? 1 : end + 1);
  }
  void take_literal() {
    left_.remove_prefix(1);
    while (!left_.empty() && left_.front() != '"') {
      if (left_.front() == '\\' && left_.size() > 1) left_.remove_prefix(1);
      piece_ += left_.front();
      left_.remove_prefix(1);
    }
    if (!left_.empty()) left_.remove_prefix(1);
  }
  void end_piece() {
    const bool speaks = std::ranges::any_of(
        kWords, [&](std::string_view word) { return piece_.find(word) != std::string::npos; });
    const std::string text = trimmed(piece_);
    if (speaks && !text.starts_with("CREATE ")) out_.push_back(text);
    piece_.clear();
  }

  std::string_view left_;
  std::string piece_;
  std::vector<std::string> out_;
};

}  // namespace

std::vector<std::string> sql_in(std::string_view source) { return Scanner(source).all(); }

}  // namespace patchbay::store
