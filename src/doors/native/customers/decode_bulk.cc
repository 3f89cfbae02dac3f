// Decodes changes of many customers and undoing them.
#include <algorithm>
#include <memory>

#include "base/text.h"
#include "base/timestamps.h"
#include "base/utf8.h"
#include "base/wording.h"
#include "doors/native/calls.h"
#include "doors/native/customers/bulk_lines.h"
#include "doors/native/customers/customer_json.h"
#include "doors/native/decode_calls.h"
#include "doors/shared/spelling.h"
#include "wire/json.h"
#include "wire/position.h"

namespace patchbay::doors::native {
namespace {

using core::Bulk;
using wire::Object;
using wire::Tree;

constexpr std::string_view kItemMembers[] = {"id", "patch", "if_version", "delete", "create"};
constexpr std::string_view kSelectionMembers[] = {"select", "patch", "delete", "max_affected"};
constexpr std::string_view kUndoMembers[] = {"request", "batch", "principal",   "from",
                                             "to",      "force", "max_affected"};

void add_problem(std::vector<Problem>& problems, std::string field, std::string what,
                 ErrorKind kind = ErrorKind::invalid) {
  problems.push_back({kind, std::move(field), std::move(what), 0});
}

std::optional<std::int64_t> whole(const Tree& tree) {
  return tree.number() ? parse_whole(tree.number()->text) : std::nullopt;
}

// The edits of a merge patch, or of {"delete": true}.
std::vector<core::FieldEdit> read_patch_member(const Tree& tree, std::vector<Problem>& problems,
                                               std::size_t before) {
  if (!tree.object()) {
    add_problem(problems, "patch", "must be an object, not " + std::string(tree.kind()));
    return {};
  }
  core::Edits patch = read_patch(*tree.object(), before + problems.size());
  std::ranges::move(patch.problems, std::back_inserter(problems));
  return std::move(patch.edits);
}

core::FieldEdit deletion() {
  return {.target = {.field = Field::deleted}, .edit = Value{true}, .field = "deleted"};
}

// The action for each customer: a patch or a deletion.
class BulkAction {
 public:
  // `before` as in `read_patch`.
  explicit BulkAction(std::size_t before = 0) : before_(before) {}

  // Reads `key` if it is a member of an action. Returns whether it is.
  bool take(const std::string& key, const Tree& value, std::vector<Problem>& problems) {
    if (key == "patch") {
      ++count_;
      edits_ = read_patch_member(value, problems, before_);
      return true;
    }
    if (key != "delete") return false;
    ++count_;
    edits_ = {deletion()};
    if (!value.boolean() || !*value.boolean()) add_problem(problems, key, "must be true");
    return true;
  }
  core::UpdateCustomer update(std::vector<Problem>& problems) {
    if (count_ != 1)
      add_problem(problems, "patch", "is needed, or delete in its place: exactly one of them");
    core::UpdateCustomer out{.subject = CustomerId{}, .edits = std::move(edits_)};
    out.rules.deleted_too = true;
    return out;
  }
  [[nodiscard]] bool none() const { return count_ == 0; }

 private:
  const std::size_t before_;
  std::vector<core::FieldEdit> edits_;
  int count_ = 0;
};

core::Subject read_id(const Tree& tree, std::vector<Problem>& problems) {
  if (const auto id = whole(tree)) return CustomerId{*id};
  if (tree.text()) return subject(*tree.text());
  add_problem(problems, "id", "must be the id or uuid of a customer");
  return CustomerId{};
}

core::BulkItem read_item(const Object& object, std::size_t before) {
  core::BulkItem item;
  BulkAction action(before);
  std::optional<core::Subject> whom;
  const Tree* create = nullptr;
  for (const auto& [key, value] : object) {
    if (key == "id") {
      whom = read_id(value, item.problems);
    } else if (key == "if_version") {
      item.if_version = whole(value);
      if (!item.if_version) add_problem(item.problems, key, "must be a version, a whole number");
    } else if (key == "create") {
      create = &value;
    } else if (!action.take(key, value, item.problems)) {
      item.problems.push_back(unknown_field(key, kItemMembers, item.problems));
    }
  }
  if (create) {
    if (whom || !action.none() || item.if_version)
      add_problem(item.problems, "create",
                  "must stand alone in its line: without id, patch, delete and if_version");
    if (!create->object()) add_problem(item.problems, "create", "must be an object");
    item.change =
        read_new_customer(create->object() ? *create->object() : Object{}, item.problems, before);
    return item;
  }
  core::UpdateCustomer update = action.update(item.problems);
  if (!whom) add_problem(item.problems, "id", "is required", ErrorKind::malformed);
  update.subject = whom.value_or(CustomerId{});
  item.change = std::move(update);
  return item;
}

}  // namespace

core::BulkItem read_bulk_line(std::string_view line, std::size_t number, std::size_t before) {
  core::BulkItem bad;
  bad.change = core::UpdateCustomer{.subject = CustomerId{}};
  auto tree = wire::json::parse(line);
  if (tree && tree->object()) return read_item(*tree->object(), before);
  const std::size_t offset = tree ? 0 : std::min(tree.error().offset, line.size());
  const std::string where = " at line " + std::to_string(number) + ", column " +
                            std::to_string(utf8::length(line.substr(0, offset)) + 1);
  add_problem(bad.problems, "",
              tree ? "the line must be a JSON object" + where
                   : "the line is not good JSON" + where + ": " + tree.error().what,
              ErrorKind::malformed);
  return bad;
}

namespace {

void read_max(const std::optional<std::int64_t>& given, std::size_t largest, std::size_t& out,
              std::vector<Problem>& problems) {
  if (given && *given >= 1 && *given <= static_cast<std::int64_t>(largest))
    out = static_cast<std::size_t>(*given);
  else
    add_problem(problems, "max_affected",
                "must be " + whole_from_to(1, static_cast<std::int64_t>(largest)));
}

// Ignores empty lines, such as the last one.
Bulk read_lines(std::string_view body, std::size_t max_affected) {
  std::vector<core::BulkItem> items;
  std::size_t number = 0;
  std::size_t problems = 0;
  while (!body.empty()) {
    const std::size_t end = body.find('\n');
    const std::string_view line = trim(body.substr(0, end));
    body.remove_prefix(end == std::string_view::npos ? body.size() : end + 1);
    ++number;
    // One more than allowed is enough to refuse them all.
    if (items.size() > max_affected) break;
    if (line.empty()) continue;
    items.push_back(read_bulk_line(line, number, problems));
    problems += items.back().problems.size();
  }
  return {.what = std::move(items), .max_affected = max_affected};
}

// The members of `select` are the parameters of a list.
core::ListCustomers read_select(const Tree& tree, DecodedRequest& decoded) {
  wire::form::Pairs pairs;
  if (!tree.object()) add_problem(decoded.call.problems, "select", "must be an object");
  for (const auto& [key, value] : tree.object() ? *tree.object() : Object{})
    pairs.emplace_back(key, value.text() ? *value.text() : wire::json::write(value));
  QueryReader query(std::move(pairs), "select.", decoded);
  core::ListCustomers list = read_customer_filter(query);
  query.finish();
  return list;
}

Bulk read_selection(const Object& object, DecodedRequest& decoded) {
  std::vector<Problem>& problems = decoded.call.problems;
  Bulk bulk;
  core::Selection selection{.list = {.below = core::Oneself{}}, .change = {}};
  BulkAction action;
  bool selects = false;
  for (const auto& [key, value] : object) {
    if (key == "select") {
      selects = true;
      selection.list = read_select(value, decoded);
    } else if (key == "max_affected") {
      read_max(whole(value), Bulk::kMaxAffected, bulk.max_affected, problems);
    } else if (!action.take(key, value, problems)) {
      problems.push_back(unknown_field(key, kSelectionMembers, problems));
    }
  }
  if (!selects) add_problem(problems, "select", "is required");
  selection.change = action.update(problems);
  bulk.what = std::move(selection);
  return bulk;
}

Uuid read_uuid(const std::string& key, const Tree& tree, std::vector<Problem>& problems) {
  const auto uuid = tree.text() ? Uuid::parse(*tree.text()) : std::nullopt;
  if (!uuid) add_problem(problems, key, "must be a UUID");
  return uuid.value_or(Uuid{});
}

Instant read_time(const std::string& key, const Tree& tree, std::vector<Problem>& problems) {
  if (!tree.text()) {
    add_problem(problems, key, "must be a time, as a string, not " + std::string(tree.kind()));
    return {};
  }
  auto time = parse_time(*tree.text());
  if (time) return *time;
  add_problem(problems, key, std::move(time.error()));
  return {};
}

}  // namespace

void read_bulk(const RoutedRequest& routed, QueryReader& query, DecodedRequest& decoded) {
  decoded.call.required_privilege = kWrites;
  read_rehearsal(query, decoded);
  if (routed.request.content_type() != kLines) {
    const Object object = body(routed, decoded);
    decoded.call.request = read_selection(object, decoded);
    return;
  }
  const http::Request& request = routed.request;
  const std::size_t max = query.size(kMaxAffected);
  if (request.takes_file || request.body_file || max > Bulk::kMaxAffected)
    decoded.call.request =
        core::LongBulk{.items = std::make_shared<BulkLines>(request), .max_affected = max};
  else
    decoded.call.request = read_lines(request.body, max);
}

void read_undo_many(const RoutedRequest& routed, QueryReader& query, DecodedRequest& decoded) {
  decoded.call.required_privilege = kWrites;
  read_rehearsal(query, decoded);
  const Object object = body(routed, decoded);
  std::vector<Problem>& problems = decoded.call.problems;
  core::UndoMany undo;
  core::ByPrincipal by{.name = {}, .from = {}, .to = {INT64_MAX}};
  int chosen = 0;
  bool timed = false;
  for (const auto& [key, value] : object) {
    if (key == "request") {
      ++chosen;
      undo.what = core::RequestStatus{read_uuid(key, value, problems)};
    } else if (key == "batch") {
      ++chosen;
      undo.what = core::InBatch{read_uuid(key, value, problems)};
    } else if (key == "principal") {
      ++chosen;
      by.name = value.text() ? *value.text() : "";
      if (by.name.empty()) add_problem(problems, key, "must be the name of a principal, not empty");
    } else if (key == "from" || key == "to") {
      timed |= key == "from";
      (key == "from" ? by.from : by.to) = read_time(key, value, problems);
    } else if (key == "force") {
      if (!value.boolean()) add_problem(problems, key, "must be true or false");
      undo.force = value.boolean() && *value.boolean();
    } else if (key == "max_affected") {
      read_max(whole(value), core::LongBulk::kMaxAffected, undo.max_affected, problems);
    } else {
      problems.push_back(unknown_field(key, kUndoMembers, problems));
    }
  }
  if (chosen != 1)
    add_problem(problems, "request",
                "is needed, or batch or principal in its place: exactly one of them");
  if (!by.name.empty() && !timed) add_problem(problems, "from", "is required beside principal");
  if (!by.name.empty()) undo.what = std::move(by);
  decoded.call.request = std::move(undo);
}

}  // namespace patchbay::doors::native
