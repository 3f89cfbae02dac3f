// Writes a query of customers as parameters.
#include "doors/enswitch/encode_call_list.h"

#include "doors/enswitch/fields.h"
#include "doors/shared/client_list.h"

namespace patchbay::doors::enswitch {
namespace {

using Order = CustomerQuery::Order;

std::string_view sort_word(Order order) {
  switch (order) {
    case Order::id:
      return {};
    case Order::name:
      return "name";
    case Order::account:
      return "account";
    case Order::description:
      return "description";
  }
  return {};
}

}  // namespace

wire::form::Pairs list_parameters(const core::ListCustomers& list, std::vector<Loss>& losses) {
  const CustomerQuery& query = list.query;
  wire::form::Pairs out;
  if (query.recursive) out.emplace_back("recursive", "1");
  if (query.life != Life::live)
    out.emplace_back("deleted", query.life == Life::deleted ? "1" : "-1");
  if (!query.name_contains.empty()) out.emplace_back("name", query.name_contains);
  for (const Match& match : query.where) {
    const Spelling* row = nullptr;
    for (const std::string_view name : {"bill_type", "directory"})
      if (spelling(name).target == match.target) row = &spelling(name);
    if (row && match.value)
      out.emplace_back(row->name, to_text(*row, *match.value));
    else
      losses.push_back(lost_filter(match));
  }
  if (const auto word = sort_word(query.order); !word.empty()) out.emplace_back("sort", word);
  if (query.descending) out.emplace_back("descending", "1");
  if (query.offset > 0) out.emplace_back("offset", std::to_string(query.offset));
  out.emplace_back("limit", std::to_string(query.limit));
  if (query.count && query.limit <= 1) out.emplace_back("count", "1");
  if (query.itself) losses.push_back(lost_condition("the customer that signs in is not listed"));
  return out;
}

}  // namespace patchbay::doors::enswitch
