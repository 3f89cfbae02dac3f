// Finds what the paths name, and applies a plain JSON Patch to each.
#include "doors/tmf629/patch_query.h"

#include <algorithm>

#include "base/text.h"
#include "wire/form.h"

namespace patchbay::doors::tmf629 {
namespace {

using wire::JsonPointer;
using wire::PatchError;
using wire::Tree;

constexpr std::size_t kOperationsMax = 1'000;
constexpr std::size_t kConditionsMax = 20;

// What all operations of a patch may take together.
struct Budget {
  std::size_t places = 1'000;
  std::size_t visits = 100'000;  // of values along the paths
  std::size_t bytes = 4 << 20;   // of values, for each place
};

// Takes some of a budget. Whether there is so much.
bool take(std::size_t& left, std::size_t wanted) {
  const bool is_enough = wanted <= left;
  left = is_enough ? left - wanted : 0;
  return is_enough;
}

// What a copy of the value takes, about.
std::size_t bytes_of(const Tree& value) {
  std::size_t out = sizeof(Tree);
  if (value.text()) out += value.text()->size();
  if (value.number()) out += value.number()->text.size();
  if (const wire::Array* items = value.array())
    for (const Tree& item : *items) out += bytes_of(item);
  if (const wire::Object* members = value.object())
    for (const auto& [name, held] : *members)
      out += sizeof(std::string) + name.size() + bytes_of(held);
  return out;
}

// A condition on the elements along a path: "contactMedium.contactType=work".
struct Condition {
  std::vector<std::string> path;
  std::string text;
};

struct PathQuery {
  std::vector<std::string> steps;
  std::vector<Condition> conditions;
};

std::vector<std::string> steps_of(std::string_view text, char separator) {
  std::vector<std::string> out;
  for (const std::string_view each : split(text, separator))
    if (!each.empty()) out.emplace_back(each);
  return out;
}

PathQuery read_query_path(std::string_view text) {
  PathQuery out;
  const std::size_t mark = text.find('?');
  out.steps = steps_of(text.substr(0, mark), '/');
  if (mark == text.npos) return out;
  for (const std::string_view each : split(text.substr(mark + 1), '&')) {
    const std::size_t sign = std::min(each.find('='), each.size());
    std::string_view value = each.substr(std::min(sign + 1, each.size()));
    if (value.size() >= 2 && value.front() == '"' && value.back() == '"')
      value = value.substr(1, value.size() - 2);
    out.conditions.push_back({steps_of(each.substr(0, sign), '.'),
                              wire::form::decode_component(value).value_or(std::string(value))});
  }
  return out;
}

// A place in the document, and which elements lead to it.
struct Place {
  JsonPointer pointer;
  std::vector<std::string> names;  // the steps without the places in arrays
};

bool is_number(const std::string& step) { return step == "-" || parse_whole(step).has_value(); }

bool equals_text(const Tree& value, const std::string& text) {
  if (value.text()) return *value.text() == text;
  if (value.number()) return value.number()->text == text;
  return value.boolean() && text == (*value.boolean() ? "true" : "false");
}

// Whether any value at the rest of a path below `value` has the text.
bool any_below(const Tree& value, const std::vector<std::string>& path, std::size_t step,
               const std::string& text) {
  if (const wire::Array* items = value.array())
    return std::ranges::any_of(*items,
                               [&](const Tree& item) { return any_below(item, path, step, text); });
  if (step == path.size()) return equals_text(value, text);
  const Tree* inner = value.find(path[step]);
  return inner && any_below(*inner, path, step + 1, text);
}

class Finder {
 public:
  Finder(Tree& document, const PathQuery& query, Budget& budget)
      : document_(document), query_(query), budget_(budget) {}

  // The places, with those where a member can be added behind the others if `adds`. The error
  // completes a sentence that begins with the path.
  std::expected<std::vector<Place>, std::string> find(bool adds) {
    adds_ = adds;
    walk(document_, 0, {});
    if (!excess_.empty()) return std::unexpected(excess_);
    std::ranges::move(missing_, std::back_inserter(found_));
    return std::move(found_);
  }

 private:
  // An element is chosen if every condition about it or about what is in it holds.
  [[nodiscard]] bool is_chosen(const Tree& element, const std::vector<std::string>& names) const {
    return std::ranges::all_of(query_.conditions, [&](const Condition& condition) {
      const bool is_about = condition.path.size() > names.size() &&
                            std::equal(names.begin(), names.end(), condition.path.begin());
      return !is_about || any_below(element, condition.path, names.size(), condition.text);
    });
  }

  void walk(Tree& value, std::size_t step, const Place& place) {
    if (!excess_.empty()) return;
    if (!take(budget_.visits, 1)) excess_ = "lets the patch look at more than 100000 values";
    const bool is_last = step == query_.steps.size();
    wire::Array* items = value.array();
    const bool leads_through = items && !place.names.empty() &&
                               ((is_last && has_condition_on(place.names)) ||
                                (!is_last && !is_number(query_.steps[step])));
    if (leads_through) {
      for (std::size_t i = 0; i < items->size(); ++i) {
        if (!is_chosen((*items)[i], place.names)) continue;
        Place inner = place;
        inner.pointer.steps.push_back(std::to_string(i));
        walk((*items)[i], step, inner);
      }
      return;
    }
    if (is_last) return add(found_, place);
    Place inner = place;
    inner.pointer.steps.push_back(query_.steps[step]);
    if (!is_number(query_.steps[step])) inner.names.push_back(query_.steps[step]);
    if (Tree* child = wire::find_child(value, query_.steps[step]))
      return walk(*child, step + 1, inner);
    // A missing member can still be added.
    if (adds_ && step + 1 == query_.steps.size() && (value.object() || value.array()))
      add(missing_, inner);
  }

  void add(std::vector<Place>& places, const Place& place) {
    if (!take(budget_.places, 1))
      excess_ = "lets the patch change more than 1000 places";
    else
      places.push_back(place);
  }

  [[nodiscard]] bool has_condition_on(const std::vector<std::string>& names) const {
    return std::ranges::any_of(query_.conditions, [&](const Condition& condition) {
      return condition.path.size() > names.size() &&
             std::equal(names.begin(), names.end(), condition.path.begin());
    });
  }

  Tree& document_;
  const PathQuery& query_;
  Budget& budget_;
  bool adds_ = false;
  std::string excess_;  // why the budget does not suffice
  std::vector<Place> found_;
  std::vector<Place> missing_;
};

// `add` puts a value behind the elements of an array, unless the value is an array itself.
std::string add_path(Tree& document, const Place& place, const Tree& value) {
  Tree* held = wire::find_at(document, place.pointer, place.pointer.steps.size());
  const std::string path = place.pointer.text();
  return held && held->array() && !value.array() ? path + "/-" : path;
}

std::expected<std::vector<std::string>, std::string> places_of(Tree& document,
                                                               const QueryOperation& each,
                                                               Budget& budget) {
  const PathQuery query = read_query_path(each.path);
  const bool adds = each.op == "add";
  const auto found = Finder(document, query, budget).find(adds);
  if (!found) return std::unexpected(found.error());
  if (each.op != "remove" && !take(budget.bytes, found->size() * bytes_of(each.value)))
    return std::unexpected("lets the patch write more than 4 MB");
  std::vector<std::string> out;
  for (const Place& place : *found)
    out.push_back(adds ? add_path(document, place, each.value) : place.pointer.text());
  // From the last to the first, so that what is removed moves nothing that follows.
  std::ranges::reverse(out);
  return out;
}

}  // namespace

std::expected<std::vector<QueryOperation>, ParseError> read_query_patch(const Tree& document) {
  const wire::Array* items = document.array();
  const auto refused = [](std::string where, std::string what) {
    return std::unexpected(ParseError{.where = std::move(where), .what = std::move(what)});
  };
  if (!items) return refused("", "must be an array of operations");
  if (items->size() > kOperationsMax) return refused("", "must have at most 1000 operations");
  std::vector<QueryOperation> out;
  std::size_t conditions = 0;
  constexpr std::string_view kOps[] = {"add", "remove", "replace", "test"};
  for (std::size_t i = 0; i < items->size(); ++i) {
    const Tree& item = (*items)[i];
    const std::string where = '[' + std::to_string(i) + ']';
    const Tree* op = item.find("op");
    const Tree* path = item.find("path");
    const Tree* value = item.find("value");
    if (!op || !op->text() || std::ranges::find(kOps, *op->text()) == std::end(kOps))
      return refused(where + ".op", "must be one of add, remove, replace, test");
    if (!path || !path->text() || !path->text()->starts_with('/'))
      return refused(where + ".path", "must be a string that begins with /");
    conditions += read_query_path(*path->text()).conditions.size();
    if (conditions > kConditionsMax)
      return refused(where + ".path", "must not have more conditions: a patch has at most 20");
    if (!value && *op->text() != "remove") return refused(where + ".value", "is required");
    out.push_back({*op->text(), *path->text(), value ? *value : Tree()});
  }
  return out;
}

std::expected<Tree, PatchError> apply_query_patch(Tree document,
                                                  const std::vector<QueryOperation>& patch) {
  Budget budget;
  for (std::size_t i = 0; i < patch.size(); ++i) {
    const QueryOperation& each = patch[i];
    wire::Array operations;
    auto places = places_of(document, each, budget);
    if (!places)
      return std::unexpected(
          PatchError{.operation = i, .pointer = each.path, .what = places.error()});
    for (std::string& path : *places) {
      wire::Object operation{{"op", each.op}, {"path", std::move(path)}};
      if (each.op != "remove") operation.emplace_back("value", each.value);
      operations.emplace_back(std::move(operation));
    }
    if (operations.empty())
      return std::unexpected(PatchError{.operation = i,
                                        .pointer = each.path,
                                        .what = "names nothing in the customer",
                                        .is_failed_test = each.op == "test"});
    const auto plain = wire::read_json_patch(Tree(std::move(operations)));
    if (!plain)
      return std::unexpected(
          PatchError{.operation = i, .pointer = each.path, .what = plain.error().what});
    auto done = wire::apply_json_patch(std::move(document), *plain);
    if (!done) {
      done.error().operation = i;
      return done;
    }
    document = std::move(*done);
  }
  return document;
}

}  // namespace patchbay::doors::tmf629
