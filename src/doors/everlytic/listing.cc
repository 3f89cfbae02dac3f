// Reads what a list is of.
#include "doors/everlytic/listing.h"

#include <algorithm>
#include <optional>

#include "base/text.h"
#include "doors/everlytic/action.h"
#include "doors/everlytic/properties.h"
#include "doors/spelling_forms.h"
#include "doors/spelling_words.h"
#include "wire/form.h"

namespace patchbay::doors::everlytic {
namespace {

using Order = CustomerQuery::Order;

struct Paging {
  std::string_view name;
  Takes takes;
  std::string_view by_default;
};
constexpr Paging kPaging[] = {
    // clang-format off
    {"page",      takes::whole(1, 1'000'000),                 "1"},
    {"count",     takes::whole(1, 500),                       "50"},
    {"order",     takes::choice("id|name"),                   "id"},
    {"direction", takes::choice("asc|desc").in_any_case(),    "asc"},
    // clang-format on
};

const Paging* paging_named(std::string_view name) {
  const auto* found = std::ranges::find(kPaging, name, &Paging::name);
  return found == std::end(kPaging) ? nullptr : found;
}

// What a scalar says as text; nothing where it is none.
std::optional<std::string> text_of(const wire::Tree& value) {
  if (value.is_null()) return "";
  if (const std::string* text = value.text()) return *text;
  if (const wire::Number* number = value.number()) return number->text;
  return std::nullopt;
}

// What `name` says, blamed where it is not taken; otherwise, and where it says nothing, what it
// says by default.
Value paging_value(const Given& given, std::string_view name, Reader& reader) {
  const Paging& row = *paging_named(name);
  Value by_default = value_of(row.takes, row.by_default).value_or(Value{});
  const auto found = std::ranges::find(given, name, &Given::value_type::first);
  const auto text = found == given.end() ? "" : text_of(found->second);
  if (text == "") return by_default;
  const auto value = text ? value_of(row.takes, *text) : std::nullopt;
  if (value && !refusal_of(row.takes, *value)) return *value;
  reader.blame(name, allowed_near(row.takes, text.value_or("")));
  return by_default;
}

// A value that this door would refuse may still be one that another door has left.
void match(const Spelling& row, const wire::Tree& given, CustomerQuery& query, Reader& reader) {
  const bool taken = given.text() || given.is_null() || (given.number() && is_integer(row));
  const auto text = taken ? text_of(given) : std::nullopt;
  if (text == "" && !is_integer(row)) return query.where.push_back({row.target, std::nullopt});
  const auto value = text ? value_of(row.takes, text->empty() ? "0" : *text) : std::nullopt;
  if (!value)
    return reader.blame(row.name, allowed_near(row.takes, text.value_or("")), order_of(row));
  const bool by_life = row.name == "status" && *value == Value{std::string("deleted")};
  if (by_life || row.name == "deleted") query.life = Life::all;
  query.where.push_back({row.target, value});
}

// Nobody is a department: asked for those, nobody is found.
void match_departments(const wire::Tree& given, CustomerQuery& query) {
  if (given == wire::Tree(kNoDepartment)) return;
  query.where.push_back({property("id").target, std::nullopt});
}

void read_filter(const Given& filter, CustomerQuery& query, Reader& reader) {
  Reader::Met met;
  for (const auto& [name, value] : filter) {
    if (!reader.first(met, name)) continue;
    if (const Spelling* row = find(properties(), name))
      match(*row, value, query, reader);
    else if (name == kIsDepartment)
      match_departments(value, query);
    else
      reader.unknown(name, property_names());
  }
}

}  // namespace

bool is_paging(std::string_view name) { return paging_named(name) != nullptr; }

core::List read_list(const Given& paging, const Given& filter, Reader& reader, Asked& asked) {
  Reader::Met met;
  for (const auto& [name, value] : paging) reader.first(met, name);
  const auto number = [&](std::string_view name) {
    return static_cast<std::size_t>(std::get<std::int64_t>(paging_value(paging, name, reader)));
  };
  const auto word = [&](std::string_view name) {
    return std::get<std::string>(paging_value(paging, name, reader));
  };
  asked.page = number("page");
  asked.size = number("count");
  core::List list{.below = core::Oneself{}};
  list.query = {.recursive = true, .itself = true};
  list.query.order = word("order") == "name" ? Order::name : Order::id;
  list.query.descending = word("direction") == "desc";
  list.query.limit = asked.size;
  list.query.offset = (asked.page - 1) * asked.size;
  read_filter(filter, list.query, reader);

  wire::form::Pairs pairs;
  for (const Given* given : {&paging, &filter})
    for (const auto& [name, value] : *given)
      if (name != "page") pairs.emplace_back(name, text_of(value).value_or(""));
  asked.echo = wire::form::write(pairs);
  return list;
}

std::string page_path(const Asked& asked, std::size_t number) {
  std::string out = std::string(kBase) + "customers?page=" + std::to_string(number);
  return asked.echo.empty() ? out : out + '&' + asked.echo;
}

}  // namespace patchbay::doors::everlytic
