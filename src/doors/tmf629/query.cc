// Reads parameters by their rows.
#include "doors/tmf629/query.h"

#include <algorithm>
#include <optional>

#include "base/text.h"
#include "base/wording.h"
#include "doors/shared/spelling.h"
#include "doors/tmf629/shapes.h"
#include "wire/position.h"

namespace patchbay::doors::tmf629 {
namespace {

using wire::Array;
using wire::Object;
using wire::Tree;

constexpr std::size_t kPathsMax = 100;
constexpr std::size_t kOffsetMax = 1'000'000'000;

void refuse_parameter(std::vector<Problem>& problems, std::string_view name, std::string what) {
  problems.push_back({ErrorKind::invalid, std::string(name), std::move(what), 0});
}

struct Reading {
  Query& query;
  std::vector<Problem>& problems;
};

void read_fields(const Reading& reading, std::string_view text) {
  Selection& selection = reading.query.selection;
  selection.everything = false;
  for (const std::string_view path : split(text, ',')) {
    if (trim(path) == "none") continue;
    std::vector<std::string> steps;
    for (const std::string_view step : split(trim(path), '.')) steps.emplace_back(step);
    if (std::ranges::any_of(steps, [](const std::string& step) { return step.empty(); }))
      return refuse_parameter(reading.problems, "fields",
                              "must be none, or names such as name,contactMedium.mediumType");
    selection.paths.push_back(std::move(steps));
  }
  if (selection.paths.size() > kPathsMax)
    refuse_parameter(reading.problems, "fields", "must be at most 100 names");
}

void read_number(const Reading& reading, std::string_view name, std::string_view text,
                 std::size_t least, std::size_t most, std::size_t& into) {
  const auto number = parse_whole(text);
  if (!number || *number < static_cast<std::int64_t>(least) ||
      *number > static_cast<std::int64_t>(most))
    return refuse_parameter(reading.problems, name,
                            "must be " + whole_from_to(static_cast<std::int64_t>(least),
                                                       static_cast<std::int64_t>(most)));
  into = static_cast<std::size_t>(*number);
}

void read_offset(const Reading& reading, std::string_view text) {
  read_number(reading, "offset", text, 0, kOffsetMax, reading.query.offset);
}
void read_limit(const Reading& reading, std::string_view text) {
  read_number(reading, "limit", text, 1, Query::kLimitMax, reading.query.limit);
}

// The orders for which stores have an index.
struct OrderRow {
  std::string_view path;
  CustomerQuery::Order order;
};
constexpr OrderRow kOrders[] = {
    {"id", CustomerQuery::Order::id},
    {"name", CustomerQuery::Order::name},
    {"account.id", CustomerQuery::Order::account},
    {"description", CustomerQuery::Order::description},
};

std::optional<core::ListOrder> order_of(std::string_view text) {
  const bool is_signed = text.starts_with('-') || text.starts_with('+') || text.starts_with(' ');
  const std::string_view path = is_signed ? text.substr(1) : text;
  const auto found = std::ranges::find(kOrders, path, &OrderRow::path);
  if (found == std::end(kOrders)) return std::nullopt;
  return core::ListOrder{found->order, text.starts_with('-')};
}

void read_sort(const Reading& reading, std::string_view text) {
  std::vector<core::ListOrder>& orders = reading.query.orders;
  for (const std::string_view part : split(text, ',')) {
    const auto order = order_of(part);
    const bool is_again =
        order && std::ranges::find(orders, order->order, &core::ListOrder::order) != orders.end();
    if (!order || is_again || orders.size() == Query::kOrdersMax)
      return refuse_parameter(
          reading.problems, "sort",
          "must be one or several of id, name, account.id, description, each once, with commas "
          "between them, and with a - before each that is for the other direction");
    orders.push_back(*order);
  }
}

struct ParameterRow {
  std::string_view name;
  bool of_lists;
  void (*read)(const Reading& reading, std::string_view text);
};
constexpr ParameterRow kParameters[] = {
    {"fields", false, read_fields},
    {"offset", true, read_offset},
    {"limit", true, read_limit},
    {"sort", true, read_sort},
};
constexpr std::string_view kNames[] = {"fields", "offset", "limit", "sort"};

bool is_mandatory(const Member* member, Release release) {
  using enum Member::Needed;
  if (release == Release::v3 || !member || member->in(release) == no) return false;
  return member->in(release) == must || (release == Release::v5 && member->name == "@type");
}

using Paths = std::vector<std::span<const std::string>>;

Tree select(const Tree& value, Shape shape, Release release, const Paths& paths);

Tree select_member(const Tree& value, const Member* member, Release release, const Paths& paths) {
  const bool whole = std::ranges::any_of(paths, [](const auto& path) { return path.empty(); });
  if (whole) return value;
  const Shape shape = member ? member->of : Shape::none;
  const Array* items = value.array();
  if (!items) return select(value, shape, release, paths);
  Array out;
  for (const Tree& item : *items) out.push_back(select(item, shape, release, paths));
  return Tree(std::move(out));
}

Tree select(const Tree& value, Shape shape, Release release, const Paths& paths) {
  const Object* members = value.object();
  if (!members) return value;
  Object out;
  for (const auto& [name, held] : *members) {
    Paths inner;
    for (const auto& path : paths)
      if (!path.empty() && path.front() == name) inner.push_back(path.subspan(1));
    const Member* member = find(shape, name);
    const bool is_named =
        shape == Shape::customer && release != Release::v3 && (name == "id" || name == "href");
    if (!inner.empty())
      out.emplace_back(name, select_member(held, member, release, inner));
    else if (is_named || is_mandatory(member, release))
      out.emplace_back(name, held);
  }
  return Tree(std::move(out));
}

}  // namespace

Tree Selection::of(const Tree& document, Release release) const {
  if (everything) return document;
  if (release == Release::v3 && paths.empty())
    return Object{{"id", *document.find("id")}, {"href", *document.find("href")}};
  return select(document, Shape::customer, release, {paths.begin(), paths.end()});
}

Query read_query(std::string_view text, bool is_list, std::vector<Problem>& problems) {
  Query out;
  const auto pairs = wire::form::parse(text, wire::form::Separators::ampersand);
  if (!pairs) {
    problems.push_back({ErrorKind::malformed, "",
                        "the query cannot be read at " +
                            wire::character_at(text, pairs.error().offset) + ": " +
                            pairs.error().what,
                        0});
    return out;
  }
  std::vector<std::string_view> seen;
  std::size_t at = 0;
  for (const std::string_view raw : split(text, '&')) {
    if (raw.empty()) continue;
    const auto& [name, value] = (*pairs)[at++];
    const auto row = std::ranges::find(kParameters, name, &ParameterRow::name);
    const std::size_t sign = std::min(raw.find('='), raw.size());
    if (row == std::end(kParameters) && is_list)
      out.filter.add(raw.substr(0, sign), raw.substr(std::min(sign + 1, raw.size())), problems);
    else if (row == std::end(kParameters) || (row->of_lists && !is_list))
      problems.push_back(unknown_field(name, std::span(kNames, 1), problems));
    else if (std::ranges::find(seen, name) != seen.end() && row->of_lists)
      refuse_parameter(problems, name, "is given twice");
    else
      row->read({out, problems}, value);
    seen.push_back(name);
  }
  return out;
}

}  // namespace patchbay::doors::tmf629
