// Decodes which customers a list contains (scope and search) and their order.
#include <algorithm>
#include <iterator>

#include "base/case_fold.h"
#include "base/text.h"
#include "doors/native/cursor.h"
#include "doors/native/decode_calls.h"
#include "record/search/search_terms.h"

namespace patchbay::doors::native {
namespace {

using Order = CustomerQuery::Order;

constexpr std::size_t kWordsAsked = 16;
// A short page has a cursor to continue, so the search may stop early to answer fast.
constexpr std::size_t kLooks = 10'000;

// In the order of the words of kOrder.
constexpr Order kOrders[] = {Order::id, Order::name, Order::account};

// Appended to the order in the echo if the total was requested.
constexpr std::string_view kCounted = " counted";

// A telephone number is searched for among former values only by a text that is nothing else.
bool is_number(std::string_view text) {
  return text.find_first_not_of("0123456789 ()./+-") == text.npos;
}

// Returns the beginnings of former values that a text of words can mean, one for each key.
std::vector<FormerTerm> former_beginnings(std::string_view text) {
  std::vector<FormerTerm> out;
  for (const Field field : key_fields()) {
    const bool is_telephone = row(field).search == Search::number;
    if (is_telephone && !is_number(text)) continue;
    if (auto term = is_telephone ? telephone_end(text) : key_term(field, text))
      out.push_back({.text = *std::move(term), .is_beginning = true});
  }
  return out;
}

// Reads what is searched for. Each condition is one that former values can meet too.
class SearchReader {
 public:
  explicit SearchReader(QueryReader& query) : query_(query) {}

  [[nodiscard]] std::vector<NowOrBefore> read() && {
    read_words();
    read_key(kNamePrefix, Field::name);
    // `name` matches any part of a name; an external id must match exactly.
    for (const Field field : key_fields())
      for (const Parameter& each : kKeys)
        if (each.name == search_key(field) && each.name != kTelephone.name) read_key(each, field);
    read_telephone();
    return std::move(out_);
  }

 private:
  // All words must match. The last one may be a prefix, because a person may still be typing it.
  void read_words() {
    const auto text = query_.text(kWords);
    if (!text) return;
    std::vector<std::string> words = words_in(fold(*text), kWordsAsked + 1);
    if (words.empty()) return query_.refuse(kWords.name, "must hold a word");
    if (words.size() > kWordsAsked)
      return query_.refuse(kWords.name,
                           "must be at most " + std::to_string(kWordsAsked) + " words");
    std::string last = std::move(words.back());
    words.pop_back();
    out_.push_back({.terms = std::move(words),
                    .prefixes = {std::move(last)},
                    .former = former_beginnings(*text)});
  }

  void read_key(const Parameter& parameter, Field field) {
    const auto text = query_.text(parameter);
    if (!text) return;
    if (auto term = key_term(field, *text))
      add(*std::move(term), parameter.name == kNamePrefix.name);
    else
      query_.refuse(parameter.name, "must hold something to search for");
  }

  // Numbers match by their last digits. A text that is too short for that must equal a whole
  // number.
  void read_telephone() {
    const auto text = query_.text(kTelephone);
    if (!text) return;
    if (auto end = telephone_end(*text)) return add(*std::move(end), true);
    if (auto whole = key_term(Field::contact_telephone, *text))
      add(*std::move(whole), false);
    else
      query_.refuse(kTelephone.name, "must hold a digit");
  }

  void add(std::string term, bool is_beginning) {
    NowOrBefore condition;
    (is_beginning ? condition.prefixes : condition.terms).push_back(term);
    condition.former.push_back({.text = std::move(term), .is_beginning = is_beginning});
    out_.push_back(std::move(condition));
  }

  QueryReader& query_;
  std::vector<NowOrBefore> out_;
};

Match match_of(Field field, std::string value) {
  return {{.lens = Lens::field, .field = field, .part = {}}, Value{std::move(value)}};
}

// An external id matches as it is written, and a former one without case.
void read_external_id(QueryReader& query, bool is_former_too, std::vector<NowOrBefore>& conditions,
                      CustomerQuery& out) {
  const auto id = query.non_empty_text(kExternalId);
  if (!id) return;
  const auto term = key_term(Field::external_id, *id);
  if (is_former_too && term)
    conditions.push_back(
        {.terms = {*term}, .prefixes = {}, .former = {{.text = *term, .is_beginning = false}}});
  else
    out.where.push_back(match_of(Field::external_id, *id));
}

void read_search(QueryReader& query, bool is_former_too, CustomerQuery& out) {
  std::vector<NowOrBefore> conditions = SearchReader(query).read();
  read_external_id(query, is_former_too, conditions, out);
  if (auto status = query.word(kStatus)) out.where.push_back(match_of(Field::status, *status));
  out.name_contains = query.non_empty_text(kName).value_or("");
  if (is_former_too) {
    if (conditions.empty())
      query.refuse(kFormer.name, "needs beside it what to search for, such as q or telephone");
    out.now_or_before = std::move(conditions);
    return;
  }
  for (NowOrBefore& each : conditions) {
    std::ranges::move(each.terms, std::back_inserter(out.terms));
    std::ranges::move(each.prefixes, std::back_inserter(out.prefixes));
  }
}

core::ListCustomers read_filter(QueryReader& query, bool is_former_too) {
  core::ListCustomers list{.below = core::Oneself{}, .deleted_too = true};
  list.query.recursive = query.flag(kRecursive);
  list.query.itself = list.query.recursive;
  if (const auto below = query.text(kBelow)) {
    list.below = subject(*below);
    list.below_field = kBelow.name;
  }
  constexpr Life kLives[] = {Life::live, Life::deleted, Life::all};
  list.query.life = kLives[query.enumerated(kDeleted)];
  read_search(query, is_former_too, list.query);
  return list;
}

}  // namespace

CustomerList customer_list(const DecodedRequest& decoded) {
  const std::string_view echo = decoded.echo;
  const bool counted = echo.ends_with(kCounted);
  return {echo.substr(0, echo.size() - (counted ? kCounted.size() : 0)), counted};
}

core::ListCustomers read_customer_filter(QueryReader& query) {
  return read_filter(query, /*is_former_too=*/false);
}

void read_list_customers(const RoutedRequest& /*routed*/, QueryReader& query,
                         DecodedRequest& decoded) {
  core::ListCustomers list = read_filter(query, query.flag(kFormer));
  list.goes_on = true;
  CustomerQuery& out = list.query;
  const std::size_t order = query.enumerated(kOrder);
  out.order = kOrders[order];
  decoded.echo = split(kOrder.words, '|')[order];
  out.after = query.cursor(kCursor, decoded.echo);
  out.count = query.flag(kCount);
  if (out.count) decoded.echo += kCounted;
  decoded.size = query.size(kLimit);
  out.limit = decoded.size;
  out.looks_max = kLooks;
  decoded.call.request = std::move(list);
}

}  // namespace patchbay::doors::native
