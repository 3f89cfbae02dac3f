// Decodes which customers a list contains (scope and search) and their order.
#include <algorithm>

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

// All words must match. The last one may be a prefix, because a person may still be typing it.
void read_words(QueryReader& query, CustomerQuery& out) {
  const auto text = query.text(kWords);
  if (!text) return;
  std::vector<std::string> words = words_in(fold(*text), kWordsAsked + 1);
  if (words.empty()) return query.refuse(kWords.name, "must hold a word");
  if (words.size() > kWordsAsked)
    return query.refuse(kWords.name, "must be at most " + std::to_string(kWordsAsked) + " words");
  out.prefixes.push_back(std::move(words.back()));
  words.pop_back();
  out.terms.insert(out.terms.end(), words.begin(), words.end());
}

void read_key(QueryReader& query, const Parameter& parameter, Field field,
              std::vector<std::string>& out) {
  const auto text = query.text(parameter);
  if (!text) return;
  if (auto term = key_term(field, *text))
    out.push_back(*std::move(term));
  else
    query.refuse(parameter.name, "must hold something to search for");
}

// Numbers match by their last digits. A text that is too short for that must equal a whole number.
void read_telephone(QueryReader& query, CustomerQuery& out) {
  const auto text = query.text(kTelephone);
  if (!text) return;
  if (auto end = telephone_end(*text)) return out.prefixes.push_back(*std::move(end));
  if (auto whole = key_term(Field::contact_telephone, *text))
    out.terms.push_back(*std::move(whole));
  else
    query.refuse(kTelephone.name, "must hold a digit");
}

// Former numbers of customers match too.
void read_former(QueryReader& query, CustomerQuery& out) {
  if (!query.flag(kFormer)) return;
  const auto is_number = [](const std::string& term) {
    return term.starts_with('/' + std::string(search_key(Field::contact_telephone)) + '/');
  };
  const auto found = std::ranges::find_if(out.prefixes, is_number);
  if (found == out.prefixes.end())
    return query.refuse(kFormer.name, "needs beside it a telephone of at least " +
                                          std::to_string(kEndDigitsMin) + " digits");
  out.now_or_before = *found;
  out.prefixes.erase(found);
}

void read_search(QueryReader& query, CustomerQuery& out) {
  read_words(query, out);
  read_key(query, kNamePrefix, Field::name, out.prefixes);
  // `name` matches any part of a name; an external id must match exactly.
  for (const Field field : key_fields())
    for (const Parameter& each : kKeys)
      if (each.name == search_key(field) && each.name != kTelephone.name)
        read_key(query, each, field, out.terms);
  read_telephone(query, out);
  if (auto id = query.non_empty_text(kExternalId))
    out.where.push_back({{.lens = Lens::field, .field = Field::external_id, .part = {}}, *id});
  if (auto status = query.word(kStatus))
    out.where.push_back({{.lens = Lens::field, .field = Field::status, .part = {}}, *status});
  out.name_contains = query.non_empty_text(kName).value_or("");
}

}  // namespace

CustomerList customer_list(const DecodedRequest& decoded) {
  const std::string_view echo = decoded.echo;
  const bool counted = echo.ends_with(kCounted);
  return {echo.substr(0, echo.size() - (counted ? kCounted.size() : 0)), counted};
}

core::ListCustomers read_customer_filter(QueryReader& query) {
  core::ListCustomers list{.below = core::Oneself{}, .deleted_too = true};
  list.query.recursive = query.flag(kRecursive);
  list.query.itself = list.query.recursive;
  if (const auto below = query.text(kBelow)) {
    list.below = subject(*below);
    list.below_field = kBelow.name;
  }
  constexpr Life kLives[] = {Life::live, Life::deleted, Life::all};
  list.query.life = kLives[query.enumerated(kDeleted)];
  read_search(query, list.query);
  return list;
}

void read_list_customers(const RoutedRequest& /*routed*/, QueryReader& query,
                         DecodedRequest& decoded) {
  core::ListCustomers list = read_customer_filter(query);
  list.goes_on = true;
  CustomerQuery& out = list.query;
  read_former(query, out);
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
