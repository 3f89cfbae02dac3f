// The index of search terms in FTS5: for SQLite.
//
// The table `terms` has a row for each customer; the text of a row is the terms, separated by line
// feeds. FTS5 keeps no copy of the texts. `term_rows` shows each term with each of its customers,
// in the order of terms, and reads no more than it is asked for, while a query for a prefix would
// collect all customers first.
#include <algorithm>
#include <array>
#include <optional>

#include "store/sql/customers/search_index.h"

namespace patchbay::store::sql {
namespace {

using Terms = std::vector<std::string>;

// After this number of pages of new terms, a commit merges, and writes at most kMerged pages for
// each of them. FTS5's own merging writes hundreds of pages at a time.
constexpr std::int64_t kUnmergedMax = 8;
constexpr std::int64_t kMerged = 4;
constexpr std::int64_t kPageBytes = 4096;

// Bytes that are escaped: those that separate tokens, quote them or are folded by the tokenizer,
// and the escape itself.
bool is_escaped(char byte) {
  const auto code = static_cast<unsigned char>(byte);
  return code < ' ' || code == 0x7F || byte == '%' || byte == '\'' || byte == '"' ||
         (byte >= 'A' && byte <= 'Z');
}

constexpr std::string_view kDigits = "0123456789abcdef";

void append_stored(std::string& out, std::string_view term) {
  for (const char byte : term) {
    if (!is_escaped(byte)) {
      out += byte;
      continue;
    }
    const auto code = static_cast<unsigned char>(byte);
    out.append({'%', kDigits[code >> 4], kDigits[code & 0xF]});
  }
}

std::string stored_form(std::string_view term) {
  std::string out;
  append_stored(out, term);
  return out;
}

std::string text_of(const Terms& terms) {
  std::string out;
  for (const std::string& each : terms) {
    if (!out.empty()) out += '\n';
    append_stored(out, each);
  }
  return out;
}

// Returns a query of FTS5 for customers with each of `terms`: "a" AND "b".
std::string query_of(std::span<const std::string> terms) {
  std::string out;
  for (const std::string& each : terms) {
    out += out.empty() ? "\"" : " AND \"";
    append_stored(out, each);
    out += '"';
  }
  return out;
}

std::int64_t bytes_of(const Terms& terms) {
  std::int64_t out = 0;
  for (const std::string& each : terms) out += std::ssize(each) + 1;
  return out;
}

class FullTextIndex final : public SearchIndex {
 public:
  // A row that loses terms is removed with these terms and put in again without any: FTS5 counts
  // rows, and must not count below zero.
  void write(Connection& connection, std::span<const TermDifference> differences) const override {
    std::int64_t bytes = 0;
    for (const TermDifference& each : differences) {
      bytes += bytes_of(each.removed) + bytes_of(each.added);
      if (!each.removed.empty())
        execute(connection, "INSERT INTO terms (terms, rowid, term) VALUES ('delete', $1, $2)",
                each.customer, text_of(each.removed));
      execute(connection, "INSERT INTO terms (rowid, term) VALUES ($1, $2)", each.customer,
              text_of(each.added));
    }
    if (bytes > 0) merge(connection, 1 + bytes / kPageBytes);
  }
  void clear(Connection& connection) const override {
    execute(connection, "INSERT INTO terms (terms) VALUES ('delete-all')");
  }
  void settle(Connection& connection) const override {
    execute(connection, "INSERT INTO terms (terms) VALUES ('optimize')");
  }

  // A part of the index that is merged with all older ones holds no removed words any more. The
  // first step, with a number below zero, marks all parts to be merged into one.
  bool erase_traces(Connection& connection, bool begins) const override {
    constexpr std::int64_t kPages = 500;
    // What a step of FTS5 changes if it had nothing to do.
    constexpr std::int64_t kNothing = 2;
    const std::int64_t before = rows_changed(connection);
    execute(connection, "INSERT INTO terms (terms, rank) VALUES ('merge', $1)",
            begins ? -kPages : kPages);
    return rows_changed(connection) - before >= kNothing;
  }

  Rows with_term(Connection& connection, const std::string& term,
                 std::int64_t limit) const override {
    return select(connection,
                  "SELECT rowid FROM terms WHERE terms MATCH $1 ORDER BY rowid LIMIT $2",
                  query_of({&term, 1}), limit);
  }
  Rows beginning_with(Connection& connection, const std::string& prefix,
                      std::int64_t limit) const override {
    const std::string form = stored_form(prefix);
    return select(connection, "SELECT doc FROM term_rows WHERE term >= $1 AND term < $2 LIMIT $3",
                  form, end_of_prefix(form), limit);
  }
  Rows with_terms(Connection& connection, const Terms& terms,
                  const Stretch& stretch) const override {
    return select(connection,
                  stretch.descending ? "SELECT rowid FROM terms WHERE terms MATCH $1 AND rowid > $2"
                                       " AND rowid < $3 ORDER BY rowid DESC"
                                     : "SELECT rowid FROM terms WHERE terms MATCH $1 AND rowid > $2"
                                       " AND rowid < $3 ORDER BY rowid",
                  query_of(terms), stretch.after, stretch.before);
  }
  std::size_t known(const Terms& terms) const override { return terms.size(); }

  Rows everything(Connection& connection) const override {
    return {connection, "SELECT term, doc FROM term_rows", {}, Rows::Count::unbounded};
  }
  std::string stored(std::string_view term) const override { return stored_form(term); }
  std::string read_stored(std::string_view stored) const override {
    std::string out;
    for (std::size_t i = 0; i < stored.size(); ++i) {
      const std::size_t high = i + 2 < stored.size() ? kDigits.find(stored[i + 1]) : kDigits.npos;
      const std::size_t low = i + 2 < stored.size() ? kDigits.find(stored[i + 2]) : kDigits.npos;
      const bool is_code = stored[i] == '%' && high != kDigits.npos && low != kDigits.npos;
      out += is_code ? static_cast<char>(high << 4 | low) : stored[i];
      if (is_code) i += 2;
    }
    return out;
  }

 private:
  static std::int64_t rows_changed(Connection& connection) {
    Rows rows = select(connection, "SELECT total_changes()");
    return rows.next() ? rows.whole(0) : 0;
  }

  // Each commit leaves one more part of the index, and a search looks into all parts. Small ones
  // are merged into bigger ones, by work in proportion to what was written.
  static void merge(Connection& connection, std::int64_t pages) {
    std::int64_t& unmerged = connection.unmerged_pages();
    unmerged += pages;
    if (unmerged < kUnmergedMax) return;
    execute(connection, "INSERT INTO terms (terms, rank) VALUES ('merge', $1)", kMerged * unmerged);
    unmerged = 0;
  }
};

}  // namespace

const SearchIndex& full_text_index() {
  static const FullTextIndex kOne;
  return kOne;
}

}  // namespace patchbay::store::sql
