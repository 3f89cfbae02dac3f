// Decodes each call.
#include "doors/tmf629/decode_calls.h"

#include <algorithm>
#include <memory>

#include "base/text.h"
#include "doors/tmf629/customer_json.h"
#include "doors/tmf629/patch_query.h"
#include "doors/tmf629/read_body.h"
#include "wire/json_patch.h"
#include "wire/merge_patch.h"

namespace patchbay::doors::tmf629 {
namespace {

using wire::Tree;

constexpr std::string_view kMergePatch = "application/merge-patch+json";
constexpr std::string_view kJsonPatch = "application/json-patch+json";
constexpr std::string_view kQueryPatch = "application/json-patch-query+json";
// Customers that are looked at for a filter that no index narrows: a document is made for each.
constexpr std::size_t kLooksFiltered = 20'000;

core::Subject subject_of(const std::string& text) {
  if (const auto uuid = Uuid::parse(text)) return *uuid;
  // No customer has the number 0, so a text in neither form is unknown like any other.
  return CustomerId{parse_whole(text).value_or(0)};
}

core::Edits refused(ErrorKind kind, std::string field, std::string what) {
  core::Edits out;
  out.problems.push_back({kind, std::move(field), std::move(what), 0});
  return out;
}

// What the caller sees, and turns into another document.
struct Sight {
  Release release;
  std::string base_url;
};

// Whether there is no customer: only a request that is translated is read without one.
bool is_unknown(const core::View& view) { return view.record.id.value == 0; }

core::Edits merge(const Sight& sight, const wire::Tree& patch, const core::View& view) {
  if (is_unknown(view)) return edits_of_patch(*patch.object(), sight.release);
  const Tree before = customer_json(view.record, sight.release, sight.base_url);
  return edits_between(before, wire::apply_merge_patch(before, patch), view, sight.release,
                       Arrays::merged);
}

std::expected<Tree, wire::PatchError> patched(Tree document, const wire::JsonPatch& patch) {
  return wire::apply_json_patch(std::move(document), patch);
}
std::expected<Tree, wire::PatchError> patched(Tree document,
                                              const std::vector<QueryOperation>& patch) {
  return apply_query_patch(std::move(document), patch);
}

template <class Patch>
core::Edits apply(const Sight& sight, const Patch& patch, const core::View& view) {
  if (is_unknown(view))
    return refused(ErrorKind::unknown_customer, "",
                   "what the operations change is not known without the customer");
  const Tree before = customer_json(view.record, sight.release, sight.base_url);
  const auto after = patched(before, patch);
  if (!after) {
    const wire::PatchError& why = after.error();
    return refused(why.is_failed_test ? ErrorKind::conflict : ErrorKind::invalid, why.pointer,
                   why.what + " (operation " + std::to_string(why.operation) + ')');
  }
  if (!after->object())
    return refused(ErrorKind::invalid, "",
                   "the patch must leave an object, not " + std::string(after->kind()));
  return edits_between(before, *after, view, sight.release, Arrays::whole);
}

// A patch of operations, if it could be read.
template <class Patch>
void read_operations(CallInput& input, const Sight& sight, std::expected<Patch, ParseError> patch,
                     core::UpdateCustomer& out) {
  if (!patch) {
    const std::string& where = patch.error().where;
    return refuse_request(input, 400, (where.empty() ? "the body " : "") + patch.error().what,
                          where);
  }
  out.from_view = [sight, shared = std::make_shared<const Patch>(std::move(*patch))](
                      const core::View& view) { return apply(sight, *shared, view); };
}

}  // namespace

core::Request read_list(CallInput& input) {
  const Query& query = input.query;
  input.decoded.page = query.offset;
  input.decoded.size = query.limit;
  core::ListCustomers out{.below = core::Oneself{}};
  out.query.recursive = true;
  out.query.itself = true;
  if (query.orders.size() == 1) {
    out.query.order = query.orders.front().order;
    out.query.descending = query.orders.front().descending;
  }
  out.orders = query.orders;
  out.query.offset = query.offset;
  out.query.limit = query.limit;
  out.query.count = true;
  if (!query.filter.empty()) {
    // Patterns of callers who may not list customers cost nothing.
    out.late_problems = [filter = query.filter] { return filter.pattern_problems(); };
    query.filter.narrow(out.query, input.release);
    out.query.looks_max = kLooksFiltered;
    out.query.suits = [filter = query.filter, release = input.release](const Record& record) {
      return filter.holds(record, release);
    };
  }
  return out;
}

core::Request read_get(CallInput& input) {
  return core::GetCustomer{.subject = subject_of(input.routed.segment(0))};
}

core::Request read_create(CallInput& input) {
  core::CreateCustomer out{.parent = core::Oneself{}};
  constexpr std::string_view kAccepted[] = {kJson};
  if (!has_type(input, kAccepted)) return out;
  const auto body = read_object(input);
  if (!body) return out;
  core::Edits edits = edits_of_new(*body, input.release);
  out.edits = std::move(edits.edits);
  std::ranges::move(edits.problems, std::back_inserter(input.decoded.call.problems));
  return out;
}

core::Request read_patch(CallInput& input) {
  core::UpdateCustomer out{.subject = subject_of(input.routed.segment(0))};
  constexpr std::string_view kAccepted[] = {kJson, kMergePatch, kJsonPatch, kQueryPatch};
  if (!has_type(input, kAccepted)) return out;
  const Sight sight{input.release, input.decoded.base_url};
  const std::string type = input.routed.request.content_type();
  if (type != kJsonPatch && type != kQueryPatch) {
    auto body = read_object(input);
    if (body && check_unknown_members(*body, input.decoded.call.problems))
      out.from_view = [sight, patch = std::make_shared<const Tree>(std::move(*body))](
                          const core::View& view) { return merge(sight, *patch, view); };
    return out;
  }
  const auto tree = read_document(input);
  if (tree && type == kJsonPatch) read_operations(input, sight, wire::read_json_patch(*tree), out);
  if (tree && type == kQueryPatch) read_operations(input, sight, read_query_patch(*tree), out);
  return out;
}

core::Request read_remove(CallInput& input) {
  core::UpdateCustomer out{.subject = subject_of(input.routed.segment(0))};
  out.edits.push_back({.target = {.field = Field::deleted},
                       .edit = Value{true},
                       .field = "the customer",
                       .objection = std::nullopt});
  return out;
}

}  // namespace patchbay::doors::tmf629
