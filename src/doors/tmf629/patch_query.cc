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
constexpr std::size_t kPlacesMax = 1'000;

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
  Finder(Tree& document, const PathQuery& query) : document_(document), query_(query) {}

  std::vector<Place> find() {
    walk(document_, 0, {});
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
    if (found_.size() >= kPlacesMax) return;
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
    if (is_last) {
      found_.push_back(place);
      return;
    }
    Place inner = place;
    inner.pointer.steps.push_back(query_.steps[step]);
    if (!is_number(query_.steps[step])) inner.names.push_back(query_.steps[step]);
    if (Tree* child = wire::find_child(value, query_.steps[step]))
      return walk(*child, step + 1, inner);
    // A missing member can still be added.
    if (step + 1 == query_.steps.size() && (value.object() || value.array())) {
      inner.pointer.steps.back() = query_.steps[step];
      missing.push_back(inner);
    }
  }

  [[nodiscard]] bool has_condition_on(const std::vector<std::string>& names) const {
    return std::ranges::any_of(query_.conditions, [&](const Condition& condition) {
      return condition.path.size() > names.size() &&
             std::equal(names.begin(), names.end(), condition.path.begin());
    });
  }

  Tree& document_;
  const PathQuery& query_;
  std::vector<Place> found_;

 public:
  std::vector<Place> missing{};
};

// `add` puts a value behind the elements of an array, unless the value is an array itself.
std::string add_path(Tree& document, const Place& place, const Tree& value) {
  Tree* held = wire::find_at(document, place.pointer, place.pointer.steps.size());
  const std::string path = place.pointer.text();
  return held && held->array() && !value.array() ? path + "/-" : path;
}

std::vector<std::string> places_of(Tree& document, const QueryOperation& each) {
  const PathQuery query = read_query_path(each.path);
  Finder finder(document, query);
  std::vector<Place> found = finder.find();
  const bool adds = each.op == "add";
  if (adds) std::ranges::move(finder.missing, std::back_inserter(found));
  std::vector<std::string> out;
  for (const Place& place : found)
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
    if (!value && *op->text() != "remove") return refused(where + ".value", "is required");
    out.push_back({*op->text(), *path->text(), {}, value ? *value : Tree()});
  }
  return out;
}

std::expected<Tree, PatchError> apply_query_patch(Tree document,
                                                  const std::vector<QueryOperation>& patch) {
  for (std::size_t i = 0; i < patch.size(); ++i) {
    const QueryOperation& each = patch[i];
    wire::Array operations;
    for (std::string& path : places_of(document, each)) {
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
