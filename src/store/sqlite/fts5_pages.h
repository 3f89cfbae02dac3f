// The pages in which FTS5 keeps terms, and its list of where to look for which term. A search for a
// term trusts the list, and FTS5's own check looks at a part of it only.
//
// A page is a row of terms_data. Its id holds the number of a segment, a flag, a height and the
// number of the page; pages with terms have neither flag nor height. A page begins with two numbers
// of two bytes; the second says where its list of terms begins. The list holds, for each term, the
// distance from the term before, as a number of variable length. The first term of a page stands
// whole, behind its length; any other behind the number of bytes that it shares with the one
// before.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace patchbay::store::sqlite {

// The first and the last term on a page, with the byte that FTS5 puts before each term.
struct TermsOfPage {
  std::string first;
  std::string last;
};

// Returns nothing if no term begins on the page, or if the page cannot be read.
[[nodiscard]] std::optional<TermsOfPage> terms_of_page(std::string_view page);

// Compares the list with the pages.
class PageList {
 public:
  // To be called for each row of terms_data, in the order of ids.
  void add_page(std::int64_t id, std::string_view page);
  // To be called for each row of terms_idx, in the order of segments and terms.
  void add_row(std::int64_t segment, std::string_view term, std::int64_t page_and_flag);
  // Whether the list leads to every page with terms, and to no term's wrong side.
  [[nodiscard]] bool is_right() const;

 private:
  struct Page {
    std::int64_t number;
    TermsOfPage terms;
  };
  struct Row {
    std::int64_t page;
    std::string term;
  };
  struct Segment {
    std::int64_t first_page = 0;
    std::vector<Page> pages;
    std::vector<Row> rows;
  };
  [[nodiscard]] static bool is_right(const Segment& segment);

  std::map<std::int64_t, Segment> segments_;
};

}  // namespace patchbay::store::sqlite
