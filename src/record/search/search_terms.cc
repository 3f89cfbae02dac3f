// Makes search terms by the column `search` of the table of fields.
#include "record/search/search_terms.h"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <utility>

#include "base/case_fold.h"
#include "base/utf8.h"
#include "record/history/chain.h"

namespace patchbay {
namespace {

// One of the telephone fields, which all share one key.
constexpr Field kNumber = Field::contact_telephone;

std::string digits_of(std::string_view folded) {
  std::string out;
  std::ranges::copy_if(folded, std::back_inserter(out),
                       [](char c) { return c >= '0' && c <= '9'; });
  return out;
}

// Removes white space at both ends and replaces each run of it by one space.
std::string spaced(std::string_view folded) {
  std::string out;
  bool gap = false;
  for (const char c : folded) {
    const bool space = c == ' ' || (c >= '\t' && c <= '\r');
    if (!space && gap && !out.empty()) out += ' ';
    if (!space) out += c;
    gap = space;
  }
  return out;
}

void keep_within(std::string& text, std::size_t bytes) {
  if (text.size() <= bytes) return;
  while ((static_cast<unsigned char>(text[bytes]) & 0xC0) == 0x80) --bytes;
  text.resize(bytes);
}

// Returns "/email/a@b.example", or nothing if the value is empty. No word begins with '/'.
std::optional<std::string> under(std::string_view key, std::string value) {
  if (value.empty()) return std::nullopt;
  keep_within(value, kKeyBytesMax);
  return std::string("/").append(key).append("/").append(value);
}

std::optional<std::string> term_under(Field field, std::string_view folded) {
  const std::string_view key = search_key(field);
  if (key.empty()) return std::nullopt;
  if (row(field).search != Search::number) return under(key, spaced(folded));
  std::string digits = digits_of(folded);
  std::ranges::reverse(digits);
  return under(key, std::move(digits));
}

// The first eight bytes, so that as numbers they are in the order of texts.
std::uint64_t beginning_of(std::string_view text) {
  std::uint64_t out = 0;
  for (std::size_t i = 0; i < sizeof out; ++i)
    out = out << 8 | (i < text.size() ? static_cast<unsigned char>(text[i]) : 0U);
  return out;
}

// Sorts the terms and removes duplicates. Every record that is saved needs it, and most terms
// differ in how they begin.
void sort_once(std::vector<std::string>& terms) {
  std::vector<std::pair<std::uint64_t, std::string*>> order;
  order.reserve(terms.size());
  for (std::string& each : terms) order.emplace_back(beginning_of(each), &each);
  std::ranges::sort(order, [](const auto& a, const auto& b) {
    return a.first == b.first ? *a.second < *b.second : a.first < b.first;
  });
  std::vector<std::string> out;
  out.reserve(terms.size());
  for (const auto& [beginning, term] : order)
    if (out.empty() || out.back() != *term) out.push_back(std::move(*term));
  terms = std::move(out);
}

// Adds the terms with a key of a folded value: none, one, or one for each e-mail address, which are
// separated by spaces.
void add_keys(Field field, std::string_view folded, std::vector<std::string>& out) {
  const bool is_list = row(field).search == Search::email;
  while (!folded.empty()) {
    const std::size_t end = is_list ? std::min(folded.find(' '), folded.size()) : folded.size();
    if (auto term = term_under(field, folded.substr(0, end))) out.push_back(*std::move(term));
    folded.remove_prefix(std::min(end + 1, folded.size()));
  }
}

// Returns the terms with a key of `value`, sorted and without duplicates.
std::vector<std::string> key_terms(Field field, const std::optional<Value>& value) {
  std::vector<std::string> out;
  if (const auto* text = value ? std::get_if<std::string>(&*value) : nullptr)
    add_keys(field, fold(*text), out);
  sort_once(out);
  return out;
}

class Terms {
 public:
  void add(Field field, std::string_view value) {
    const Search search = row(field).search;
    if (search == Search::no) return;
    const std::string folded = fold(value);
    add_keys(field, folded, all_);
    add_words(search == Search::number ? digits_of(folded) : folded);
  }
  [[nodiscard]] std::vector<std::string> sorted() && {
    sort_once(all_);
    return std::move(all_);
  }

 private:
  void add_words(std::string_view folded) {
    const std::size_t before = all_.size();
    append_words(folded, kWordsMax - words_, all_);
    words_ += all_.size() - before;
  }

  std::vector<std::string> all_;
  std::size_t words_ = 0;
};

// The text of a value that is searched; null if it is not.
const std::string* searched_text(Field field, const Value& value) {
  return row(field).search == Search::no ? nullptr : std::get_if<std::string>(&value);
}

// Returns the terms before the differences, made of all values.
std::vector<std::string> terms_before(Values values, const Differences& differences) {
  for (const Difference& each : differences) {
    if (each.before)
      values.set(each.path, *each.before);
    else
      values.clear(each.path);
  }
  return search_terms_of(values);
}

bool is_changed(const Path& path, const Differences& differences) {
  return std::ranges::find(differences, path, &Difference::path) != differences.end();
}

// No text has more words than that. Some characters are folded into several words.
std::size_t words_max(std::string_view text) {
  return utf8::is_ascii(text) ? (text.size() + 1) / 2 : text.size() * 2;
}

// Whether a value may have a term. A word is a part of the folded text, unless the text is not
// ASCII or its digits were put together.
bool may_have(Field field, std::string_view folded, std::string_view term) {
  if (term.starts_with('/')) {
    const std::string_view key = search_key(field);
    return !key.empty() && term.substr(1).starts_with(key);
  }
  return row(field).search == Search::number || !utf8::is_ascii(folded) || folded.contains(term);
}

}  // namespace

std::vector<std::string> terms_without(const std::vector<std::string>& from,
                                       const std::vector<std::string>& taken) {
  std::vector<std::string> out;
  std::ranges::set_difference(from, taken, std::back_inserter(out));
  return out;
}

std::vector<std::string> search_terms_of(const Values& values) {
  Terms out;
  for (const auto& [path, value] : values)
    if (const auto* text = std::get_if<std::string>(&value)) out.add(path.field, *text);
  return std::move(out).sorted();
}

// Most changes are of few values, and the terms of all others need not be made: it is enough that
// none of them has a term that a changed value lost or got. That does not hold where words are
// ignored because there are too many.
TermChange search_term_change(const Values& after, const Differences& differences) {
  Terms had;
  Terms has;
  std::size_t words = 0;
  for (const Difference& each : differences) {
    const auto* text = each.before ? searched_text(each.path.field, *each.before) : nullptr;
    if (!text) continue;
    words += words_max(*text);
    had.add(each.path.field, *text);
  }
  for (const auto& [path, value] : after) {
    const auto* text = searched_text(path.field, value);
    if (!text) continue;
    words += words_max(*text);
    if (is_changed(path, differences)) has.add(path.field, *text);
  }
  if (words > kWordsMax) {
    const auto before = terms_before(after, differences);
    const auto now = search_terms_of(after);
    return {.removed = terms_without(before, now), .added = terms_without(now, before)};
  }
  const auto before = std::move(had).sorted();
  const auto now = std::move(has).sorted();
  TermChange out{.removed = terms_without(before, now), .added = terms_without(now, before)};
  for (const auto& [path, value] : after) {
    if (out.removed.empty() && out.added.empty()) break;
    const auto* text = searched_text(path.field, value);
    if (!text || is_changed(path, differences)) continue;
    const std::string folded = fold(*text);
    const auto may = [&](const std::string& term) { return may_have(path.field, folded, term); };
    if (std::ranges::none_of(out.removed, may) && std::ranges::none_of(out.added, may)) continue;
    Terms others;
    others.add(path.field, *text);
    const auto kept = std::move(others).sorted();
    out = {.removed = terms_without(out.removed, kept), .added = terms_without(out.added, kept)};
  }
  return out;
}

bool affects_search_terms(Field field) { return row(field).search != Search::no; }

std::string_view search_key(Field field) {
  switch (row(field).search) {
    case Search::no:
    case Search::words:
      return {};
    case Search::key:
      return row(field).key;
    case Search::email:
      return "email";
    case Search::number:
      return "telephone";
  }
  return {};
}

std::span<const Field> key_fields() {
  static const std::vector<Field> kFields = [] {
    std::vector<Field> out;
    for (std::size_t i = 0; i < field_rows().size(); ++i) {
      const auto field = static_cast<Field>(i);
      const auto same = [&](Field other) { return search_key(other) == search_key(field); };
      if (!search_key(field).empty() && std::ranges::none_of(out, same)) out.push_back(field);
    }
    return out;
  }();
  return kFields;
}

std::optional<std::string> key_term(Field field, std::string_view value) {
  return term_under(field, fold(value));
}

std::optional<std::string> telephone_end(std::string_view text) {
  auto out = term_under(kNumber, fold(text));
  const std::size_t before = search_key(kNumber).size() + 2;
  return out && out->size() >= before + kEndDigitsMin ? out : std::nullopt;
}

std::vector<std::string> former_search_terms(const Differences& differences) {
  std::vector<std::string> out;
  for (const Difference& each : differences) {
    const Field field = each.path.field;
    if (search_key(field).empty() || !each.before || is_erased(each)) continue;
    const auto had = key_terms(field, each.before);
    const auto has = key_terms(field, each.after);
    std::ranges::set_difference(had, has, std::back_inserter(out));
  }
  sort_once(out);
  return out;
}

std::optional<std::string> term_of(const Target& target, const std::optional<Value>& value) {
  const auto* text = value ? std::get_if<std::string>(&*value) : nullptr;
  // In a field with several addresses, one address is not the whole value.
  const bool whole = row(target.field).rule.form != ValueRule::Form::emails;
  if (target.lens != Lens::field || !text || !whole) return std::nullopt;
  return key_term(target.field, *text);
}

}  // namespace patchbay
