// Which customers a list is of: a scope, what is searched for, and the order.
#include <algorithm>

#include "doors/native/calls.h"
#include "doors/native/cursor.h"
#include "record/fold.h"
#include "record/terms.h"

namespace patchbay::doors::native {
namespace {

using Order = CustomerQuery::Order;

constexpr std::size_t kWordsAsked = 16;
// A page that is cut is gone on from, so it may be cut early: nobody waits long.
constexpr std::size_t kLooks = 10'000;

struct OrderRow {
  std::string_view word;
  Order order;
};
constexpr OrderRow kOrders[] = {
    {kById, Order::id},
    {"name", Order::name},
    {"account", Order::account},
};

// In the echo: the order, and this where the total was asked for.
constexpr std::string_view kCounted = " counted";

Life read_life(Query& query) {
  const std::string word = query.take("deleted").value_or("false");
  if (word == "true") return Life::deleted;
  if (word == "all") return Life::all;
  if (word != "false") query.refuse("deleted", "must be true, false or all");
  return Life::live;
}

// All words must be found, the last one also as the beginning of one: somebody may be typing it.
void read_words(Query& query, CustomerQuery& out) {
  const auto text = query.take("q");
  if (!text) return;
  std::vector<std::string> words = words_in(fold(*text), kWordsAsked + 1);
  if (words.empty()) return query.refuse("q", "must hold a word");
  if (words.size() > kWordsAsked)
    return query.refuse("q", "must be at most " + std::to_string(kWordsAsked) + " words");
  out.prefixes.push_back(std::move(words.back()));
  words.pop_back();
  out.terms.insert(out.terms.end(), words.begin(), words.end());
}

void read_key(Query& query, std::string_view name, Field field, std::vector<std::string>& out) {
  const auto text = query.take(name);
  if (!text) return;
  if (auto term = key_term(field, *text))
    out.push_back(*std::move(term));
  else
    query.refuse(name, "must hold something to search for");
}

void read_search(Query& query, CustomerQuery& out) {
  read_words(query, out);
  read_key(query, "name_prefix", Field::name, out.prefixes);
  // `name` is any piece of a name, and an external id is an identifier: it matches as it is.
  for (const Field field : key_fields())
    if (field != Field::name && field != Field::external_id)
      read_key(query, search_key(field), field, out.terms);
  const auto match = [&](Field field) {
    if (auto text = query.take(row(field).key))
      out.where.push_back({{.lens = Lens::field, .field = field, .part = {}}, std::move(*text)});
  };
  match(Field::external_id);
  match(Field::status);
  out.name_contains = query.take("name").value_or("");
}

Order read_order(Query& query, std::string& word) {
  word = query.take("order").value_or(std::string(kById));
  const auto found = std::ranges::find(kOrders, word, &OrderRow::word);
  if (found != std::end(kOrders)) return found->order;
  query.refuse("order", "must be id, name or account");
  return Order::id;
}

}  // namespace

CustomerList customer_list(const Asked& asked) {
  const std::string_view echo = asked.echo;
  const bool counted = echo.ends_with(kCounted);
  return {echo.substr(0, echo.size() - (counted ? kCounted.size() : 0)), counted};
}

core::List read_choice(Query& query) {
  core::List list{.below = core::Oneself{}, .deleted_too = true};
  list.query.recursive = query.flag("recursive").value_or(true);
  list.query.itself = true;
  if (const auto below = query.take("below")) list.below = subject(*below);
  list.query.life = read_life(query);
  read_search(query, list.query);
  return list;
}

void read_customer_list(Query& query, Asked& asked) {
  core::List list = read_choice(query);
  list.goes_on = true;
  CustomerQuery& out = list.query;
  out.order = read_order(query, asked.echo);
  out.after = read_cursor(query, asked.echo);
  out.count = query.flag("count").value_or(false);
  if (out.count) asked.echo += kCounted;
  asked.size = static_cast<std::size_t>(query.whole("limit", 1, 1000).value_or(100));
  out.limit = asked.size;
  out.looks_max = kLooks;
  asked.call.request = std::move(list);
}

}  // namespace patchbay::doors::native
