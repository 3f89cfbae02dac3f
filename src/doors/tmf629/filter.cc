// Reads filters, and compares what a record shows.
#include "doors/tmf629/filter.h"

#include <algorithm>
#include <functional>
#include <map>
#include <mutex>

#include "base/clock.h"
#include "base/decimal.h"
#include "base/text.h"
#include "doors/shared/spelling.h"
#include "doors/tmf629/customer_json.h"
#include "doors/tmf629/shapes.h"
#include "record/search/search_terms.h"
#include "record/search/text_pattern.h"
#include "wire/form.h"

namespace patchbay::doors::tmf629 {

// A pattern that is read when it is first needed, because that takes much longer than to read the
// rest of a query. Any thread may ask.
class LazyPattern {
 public:
  explicit LazyPattern(std::string text) : text_(std::move(text)) {}

  // Nothing if the text is not a pattern.
  [[nodiscard]] const std::optional<TextPattern>& get() const {
    std::call_once(is_read_, [this] { pattern_ = TextPattern::parse(text_); });
    return pattern_;
  }

 private:
  std::string text_;
  mutable std::once_flag is_read_;
  mutable std::optional<TextPattern> pattern_;
};

struct Comparison {
  std::vector<std::string> path{};
  std::string name{};  // as written, for messages and to find the same name again
  bool (*holds)(const Comparison& wanted, const wire::Tree& value) = nullptr;
  std::string text{};
  std::shared_ptr<const LazyPattern> pattern{};  // null for the other operators
  bool is_equality = false;
};

namespace {

using wire::Tree;

constexpr std::size_t kComparisonsMax = 50;
constexpr std::size_t kPatternsMax = 10;  // of them; each takes milliseconds to read

// A string, number or flag as text; nothing for the others.
std::optional<std::string> text_in(const Tree& value) {
  if (value.text()) return *value.text();
  if (value.number()) return value.number()->text;
  if (value.boolean()) return std::string(*value.boolean() ? "true" : "false");
  return std::nullopt;
}

// Numbers by value, times by the instant, other text by its bytes.
template <class Compare>
bool compare(const Comparison& wanted, const Tree& value, Compare compares) {
  const auto text = text_in(value);
  if (!text) return false;
  const auto number = Decimal::parse(*text);
  const auto other = Decimal::parse(wanted.text);
  if (number && other) return compares(*number <=> *other);
  const auto time = parse_rfc3339(*text);
  const auto other_time = parse_rfc3339(wanted.text);
  if (time && other_time) return compares(*time <=> *other_time);
  return compares(*text <=> wanted.text);
}

bool equals(const Comparison& wanted, const Tree& value) {
  return compare(wanted, value, [](auto order) { return std::is_eq(order); });
}
bool differs(const Comparison& wanted, const Tree& value) {
  return text_in(value) && !equals(wanted, value);
}
bool is_above(const Comparison& wanted, const Tree& value) {
  return compare(wanted, value, [](auto order) { return std::is_gt(order); });
}
bool at_least(const Comparison& wanted, const Tree& value) {
  return compare(wanted, value, [](auto order) { return std::is_gteq(order); });
}
bool is_below(const Comparison& wanted, const Tree& value) {
  return compare(wanted, value, [](auto order) { return std::is_lt(order); });
}
bool at_most(const Comparison& wanted, const Tree& value) {
  return compare(wanted, value, [](auto order) { return std::is_lteq(order); });
}
bool fits_pattern(const Comparison& wanted, const Tree& value) {
  const auto text = text_in(value);
  const auto& pattern = wanted.pattern->get();
  return text && pattern && pattern->fits(*text);
}

struct OperatorRow {
  std::string_view word;
  bool (*holds)(const Comparison& wanted, const Tree& value);
};
constexpr OperatorRow kOperators[] = {
    {"eq", equals},   {"ne", differs},  {"gt", is_above},        {"gte", at_least},
    {"lt", is_below}, {"lte", at_most}, {"regex", fits_pattern},
};

// Whether any value at the rest of the path does. Arrays are looked through.
bool any_at(const Comparison& wanted, const Tree& value, std::size_t step) {
  if (const wire::Array* items = value.array())
    return std::ranges::any_of(*items,
                               [&](const Tree& item) { return any_at(wanted, item, step); });
  if (step == wanted.path.size()) return wanted.holds(wanted, value);
  const Tree* inner = value.find(wanted.path[step]);
  return inner && any_at(wanted, *inner, step + 1);
}

std::string decoded(std::string_view raw) {
  std::string text(raw);
  std::ranges::replace(text, '+', ' ');
  return wire::form::decode_component(text).value_or(std::string(raw));
}

// The names that may be first in a path.
std::vector<std::string_view> member_names() {
  std::vector<std::string_view> out;
  for (const Member& each : members())
    if (each.shape == Shape::customer) out.push_back(each.name);
  return out;
}

// The comparison that a name asks for, without its value; nothing if it is not known.
std::optional<Comparison> read_name(const std::string& name, std::vector<Problem>& problems) {
  Comparison out{.name = name, .holds = equals, .is_equality = true};
  for (const std::string_view step : split(name, '.')) out.path.emplace_back(step);
  const auto row = std::ranges::find(kOperators, out.path.back(), &OperatorRow::word);
  if (out.path.size() > 1 && row != std::end(kOperators)) {
    out.holds = row->holds;
    out.is_equality = row->holds == equals;
    out.path.pop_back();
  }
  if (!find(Shape::customer, out.path.front())) {
    std::vector<std::string_view> known = member_names();
    known.insert(known.end(), {"fields", "offset", "limit", "sort"});
    problems.push_back(unknown_field(name, known, problems));
    return std::nullopt;
  }
  return out;
}

void refuse_filter(std::vector<Problem>& problems, const std::string& name, std::string what) {
  problems.push_back({ErrorKind::invalid, name, std::move(what), 0});
}

// Whether only the same bytes are equal to the text.
bool is_compared_by_bytes(const std::string& text) {
  return !Decimal::parse(text) && !parse_rfc3339(text);
}

// The search term that every customer has for which this holds; empty: none is known. Other members
// show more than what the record's indexes know of.
std::string term_of(const Comparison& wanted, Release release) {
  if (!wanted.is_equality || !is_compared_by_bytes(wanted.text)) return {};
  using Path = std::vector<std::string>;
  const Path email = is_flat(release) ? Path{"contactMedium", "characteristic", "emailAddress"}
                                      : Path{"contactMedium", "emailAddress"};
  if (wanted.path == Path{"name"})
    return key_term(Field::name, wanted.text).value_or(std::string());
  // A contact may have several addresses, with spaces between them.
  if (wanted.path == email && !wanted.text.contains(' '))
    return key_term(Field::contact_email, wanted.text).value_or(std::string());
  return {};
}

}  // namespace

// Adds the comparisons of one name with each of its values. Whether there is room for them.
bool Filter::add_values(const std::string& name, std::string_view values, Group& group,
                        std::vector<Problem>& problems) {
  const auto begun = read_name(name, problems);
  const bool is_pattern = begun && begun->holds == fits_pattern;
  for (const std::string_view raw : is_pattern ? std::vector{values} : split(values, ',')) {
    if (++count_ > kComparisonsMax || (is_pattern && ++patterns_ > kPatternsMax)) return false;
    if (!begun) return true;
    Comparison comparison = *begun;
    comparison.text = decoded(raw);
    if (is_pattern) comparison.pattern = std::make_shared<const LazyPattern>(comparison.text);
    group.push_back(std::make_shared<const Comparison>(std::move(comparison)));
  }
  return true;
}

void Filter::add(std::string_view raw_name, std::string_view raw_value,
                 std::vector<Problem>& problems) {
  if (is_full_) return;  // this is reported
  Group group;
  std::string name = decoded(raw_name);
  bool has_other_names = false;
  for (std::string_view alternative : split(raw_value, ';')) {
    const std::size_t sign = alternative.find('=');
    if (!group.empty() && sign != alternative.npos) {
      const std::string other = decoded(alternative.substr(0, sign));
      has_other_names |= other != name;
      name = other;
      alternative.remove_prefix(sign + 1);
    }
    if (!add_values(name, alternative, group, problems)) {
      groups_.clear();
      is_full_ = true;
      return refuse_filter(problems, "the query",
                           "must have at most 50 comparisons, 10 of them by .regex");
    }
  }
  const auto same_name = [&](const Group& each) {
    return !each.empty() && each.front()->name == name && each.front()->is_equality &&
           each.front()->name == each.back()->name;
  };
  const auto found = has_other_names ? groups_.end() : std::ranges::find_if(groups_, same_name);
  if (found != groups_.end())
    found->insert(found->end(), group.begin(), group.end());
  else
    groups_.push_back(std::move(group));
}

std::vector<Problem> Filter::pattern_problems() const {
  std::vector<Problem> out;
  for (const Group& group : groups_)
    for (const auto& each : group)
      if (out.empty() && each->pattern && !each->pattern->get())
        refuse_filter(out, each->name,
                      "must be a regular expression of at most 200 bytes, in the syntax of RE2");
  return out;
}

bool Filter::holds(const Record& record, Release release) const {
  const Members members_shown(record, release);
  std::map<std::string, std::optional<Tree>, std::less<>> shown;
  const auto member = [&](const std::string& name) -> const std::optional<Tree>& {
    const auto found = shown.find(name);
    if (found != shown.end()) return found->second;
    return shown.emplace(name, members_shown.find(name)).first->second;
  };
  return std::ranges::all_of(groups_, [&](const Group& group) {
    return std::ranges::any_of(group, [&](const auto& each) {
      const auto& value = member(each->path.front());
      return value && any_at(*each, *value, 1);
    });
  });
}

void Filter::narrow(CustomerQuery& query, Release release) const {
  for (const Group& group : groups_) {
    if (group.size() != 1) continue;
    const Comparison& only = *group.front();
    if (only.is_equality && only.path == std::vector<std::string>{"id"}) {
      // No customer has the number 0. A number may be written in other ways: 7.0.
      const auto id = parse_whole(only.text);
      if (id || !Decimal::parse(only.text))
        query.where.push_back({.target = {.lens = Lens::id}, .value = Value(id.value_or(0))});
    }
    if (std::string term = term_of(only, release); !term.empty())
      query.terms.push_back(std::move(term));
  }
}

}  // namespace patchbay::doors::tmf629
