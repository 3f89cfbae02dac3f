// Reads the page, order and filters of a list.
#include "doors/everlytic/customer_list.h"

#include <algorithm>
#include <optional>

#include "base/text.h"
#include "doors/everlytic/calls.h"
#include "doors/everlytic/fields.h"
#include "doors/shared/spelling_forms.h"
#include "doors/shared/spelling_words.h"
#include "wire/form.h"

namespace patchbay::doors::everlytic {
namespace {

using Order = CustomerQuery::Order;

struct Paging {
  std::string_view name;
  ValueFormat format;
  std::string_view by_default;
};
constexpr Paging kPaging[] = {
    // clang-format off
    {"page",      format::whole(1, 1'000'000),                 "1"},
    {"count",     format::whole(1, 500),                       "50"},
    {"order",     format::enumerated("id|name"),                   "id"},
    {"direction", format::enumerated("asc|desc").in_any_case(),    "asc"},
    // clang-format on
};

const Paging* find_paging(std::string_view name) {
  const auto* found = std::ranges::find(kPaging, name, &Paging::name);
  return found == std::end(kPaging) ? nullptr : found;
}

// A scalar as text; nothing for other values.
std::optional<std::string> text_of(const wire::Tree& value) {
  if (value.is_null()) return "";
  if (const std::string* text = value.text()) return *text;
  if (const wire::Number* number = value.number()) return number->text;
  return std::nullopt;
}

// The value of `name`. An invalid value is reported; then, and if it is absent, the default.
Value paging_value(const GivenProperties& given, std::string_view name, PropertyReader& reader) {
  const Paging& row = *find_paging(name);
  Value by_default = parse_value(row.format, row.by_default).value_or(Value{});
  const auto found = std::ranges::find(given, name, &GivenProperties::value_type::first);
  const auto text = found == given.end() ? "" : text_of(found->second);
  if (text == "") return by_default;
  const auto value = text ? parse_value(row.format, *text) : std::nullopt;
  if (value && !check_value(row.format, *value)) return *value;
  reader.add_problem(name, allowed_near(row.format, text.value_or("")));
  return by_default;
}

// A value that this door would refuse may have been written through another door, so it still
// filters.
void match(const Spelling& row, const wire::Tree& given, CustomerQuery& query,
           PropertyReader& reader) {
  const bool taken = given.text() || given.is_null() || (given.number() && is_integer(row));
  const auto text = taken ? text_of(given) : std::nullopt;
  if (text == "" && !is_integer(row)) return query.where.push_back({row.target, std::nullopt});
  const auto value = text ? parse_value(row.format, text->empty() ? "0" : *text) : std::nullopt;
  if (!value)
    return reader.add_problem(row.name, allowed_near(row.format, text.value_or("")), order_of(row));
  const bool by_life = row.name == "status" && *value == Value{std::string("deleted")};
  if (by_life || row.name == "deleted") query.life = Life::all;
  query.where.push_back({row.target, value});
}

// No customer is a department, so this filter finds none.
void match_departments(const wire::Tree& given, CustomerQuery& query) {
  if (given == wire::Tree(kNoDepartment)) return;
  query.where.push_back({property("id").target, std::nullopt});
}

void read_filter(const GivenProperties& filter, CustomerQuery& query, PropertyReader& reader) {
  PropertyReader::NameCounts counts;
  for (const auto& [name, value] : filter) {
    if (!reader.is_first_mention(counts, name)) continue;
    if (const Spelling* row = find(properties(), name))
      match(*row, value, query, reader);
    else if (name == kIsDepartment)
      match_departments(value, query);
    else
      reader.add_unknown(name, property_names());
  }
}

}  // namespace

bool is_paging(std::string_view name) { return find_paging(name) != nullptr; }

core::ListCustomers read_list(const GivenProperties& paging, const GivenProperties& filter,
                              PropertyReader& reader, DecodedRequest& decoded) {
  PropertyReader::NameCounts counts;
  for (const auto& [name, value] : paging) reader.is_first_mention(counts, name);
  const auto number = [&](std::string_view name) {
    return static_cast<std::size_t>(std::get<std::int64_t>(paging_value(paging, name, reader)));
  };
  const auto word = [&](std::string_view name) {
    return std::get<std::string>(paging_value(paging, name, reader));
  };
  decoded.page = number("page");
  decoded.size = number("count");
  core::ListCustomers list{.below = core::Oneself{}};
  list.query = {.recursive = true, .itself = true};
  list.query.order = word("order") == "name" ? Order::name : Order::id;
  list.query.descending = word("direction") == "desc";
  list.query.limit = decoded.size;
  list.query.offset = (decoded.page - 1) * decoded.size;
  read_filter(filter, list.query, reader);

  wire::form::Pairs pairs;
  for (const GivenProperties* given : {&paging, &filter})
    for (const auto& [name, value] : *given)
      if (name != "page") pairs.emplace_back(name, text_of(value).value_or(""));
  decoded.echo = wire::form::write(pairs);
  return list;
}

std::string page_path(const DecodedRequest& decoded, std::size_t number) {
  std::string out = std::string(kBase) + "customers?page=" + std::to_string(number);
  return decoded.echo.empty() ? out : out + '&' + decoded.echo;
}

}  // namespace patchbay::doors::everlytic
