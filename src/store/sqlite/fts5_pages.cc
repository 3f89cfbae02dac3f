// Reads pages of FTS5 as far as terms go.
#include "store/sqlite/fts5_pages.h"

#include <algorithm>

namespace patchbay::store::sqlite {
namespace {

constexpr std::int64_t kFirstPageId = 11;  // lower ids are of other records
constexpr int kPageBits = 31;
constexpr int kHeightBits = 6;  // with the flag

// Reads numbers and bytes from a page. Reading past its end gives zeros and fails.
class PageReader {
 public:
  PageReader(std::string_view page, std::size_t at) : page_(page), at_(at) {}

  [[nodiscard]] bool at_end() const { return at_ >= page_.size(); }
  [[nodiscard]] bool failed() const { return failed_; }
  // Seven bits a byte, highest first; all bits of a ninth byte count.
  std::size_t number() {
    std::uint64_t out = 0;
    for (int i = 0; i < 8; ++i) {
      const unsigned char byte = next();
      out = out << 7 | (byte & 0x7FU);
      if (byte < 0x80) return static_cast<std::size_t>(out);
    }
    return static_cast<std::size_t>(out << 8 | next());
  }
  std::string_view bytes(std::size_t count) {
    failed_ = failed_ || at_ > page_.size() || count > page_.size() - at_;
    if (failed_) return {};
    at_ += count;
    return page_.substr(at_ - count, count);
  }

 private:
  unsigned char next() {
    failed_ = failed_ || at_end();
    return failed_ ? 0 : static_cast<unsigned char>(page_[at_++]);
  }

  const std::string_view page_;
  std::size_t at_;
  bool failed_ = false;
};

}  // namespace

std::optional<TermsOfPage> terms_of_page(std::string_view page) {
  if (page.size() < 4) return std::nullopt;
  const std::size_t list = static_cast<std::size_t>(static_cast<unsigned char>(page[2])) << 8 |
                           static_cast<unsigned char>(page[3]);
  std::optional<TermsOfPage> out;
  std::size_t at = 0;
  for (PageReader distances(page, list); !distances.at_end();) {
    at += distances.number();
    PageReader term(page, at);
    const std::size_t shared = out ? std::min(term.number(), out->last.size()) : 0;
    const std::string_view rest = term.bytes(term.number());
    if (distances.failed() || term.failed()) return std::nullopt;
    if (!out) out.emplace();
    out->last.resize(shared);
    out->last += rest;
    if (out->first.empty()) out->first = out->last;
  }
  return out;
}

void PageList::add_page(std::int64_t id, std::string_view page) {
  constexpr std::int64_t kPageMask = (std::int64_t{1} << kPageBits) - 1;
  constexpr std::int64_t kHeightMask = (1 << kHeightBits) - 1;
  if (id < kFirstPageId || (id >> kPageBits & kHeightMask) != 0) return;
  const std::int64_t number = id & kPageMask;
  Segment& segment = segments_[id >> (kPageBits + kHeightBits)];
  if (segment.first_page == 0) segment.first_page = number;
  if (auto terms = terms_of_page(page)) segment.pages.push_back({number, *std::move(terms)});
}

void PageList::add_row(std::int64_t segment, std::string_view term, std::int64_t page_and_flag) {
  segments_[segment].rows.push_back({page_and_flag >> 1, std::string(term)});
}

bool PageList::is_right() const {
  return std::ranges::all_of(segments_, [](const auto& each) { return is_right(each.second); });
}

// A merge that goes on later has removed the first pages of a segment, and left their rows.
bool PageList::is_right(const Segment& segment) {
  const auto begin = std::ranges::find_if(
      segment.rows, [&](const Row& row) { return row.page >= segment.first_page; });
  if (segment.rows.end() - begin != std::ssize(segment.pages)) return false;
  const std::string* before = nullptr;
  auto row = begin;
  for (const Page& page : segment.pages) {
    if (row->page != page.number || row->term > page.terms.first) return false;
    if (before && row->term <= *before) return false;
    before = &page.terms.last;
    ++row;
  }
  return true;
}

}  // namespace patchbay::store::sqlite
