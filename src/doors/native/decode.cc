// From a request to a call.
#include <algorithm>

#include "base/text.h"
#include "doors/native/cursor.h"
#include "doors/native/customer_json.h"
#include "doors/native/native.h"
#include "doors/native/query.h"
#include "doors/native/things_json.h"
#include "doors/spelling.h"
#include "wire/form.h"
#include "wire/json.h"

namespace patchbay::doors::native {
namespace {

using core::Privilege;

constexpr core::Demand kReads{.any_of = Privilege::user};
constexpr core::Demand kWrites{.any_of = Privilege::administrator | Privilege::commerce};
constexpr core::Demand kAdministers{.any_of = Privilege::administrator};

core::Credentials credentials(const http::Request& request) {
  if (auto token = http::bearer_token(request)) return core::BearerToken{Secret(std::move(*token))};
  if (auto basic = http::basic_credentials(request))
    return core::NameAndSecret{std::move(basic->name), Secret(std::move(basic->secret))};
  return core::NoCredentials{};
}

core::Subject subject(const std::string& text) {
  if (const auto uuid = Uuid::parse(text)) return *uuid;
  // No customer has the number 0: what is neither form is unknown like any other.
  return CustomerId{parse_whole(text).value_or(0)};
}

// The body as an object, or a refusal.
wire::Object body(const http::Request& request, Asked& asked, bool merge_patch) {
  const std::string type = request.content_type();
  if (type != "application/json" && !(merge_patch && type == "application/merge-patch+json")) {
    asked.refused = Fault(Wrong::malformed,
                          merge_patch ? "the content type must be application/merge-patch+json or "
                                        "application/json"
                                      : "the content type must be application/json");
    asked.refused_status = 415;
    return {};
  }
  auto tree = wire::json::parse(request.body);
  if (!tree) {
    asked.refused = Fault(Wrong::malformed, "the body is not good JSON: " + tree.error().what,
                          tree.error().where);
    return {};
  }
  if (!tree->object()) {
    asked.refused = Fault(Wrong::malformed, "the body must be a JSON object");
    return {};
  }
  return std::move(*tree->object());
}

void read_rehearsal(Query& query, Asked& asked) {
  asked.call.how.rehearse = query.flag("dry_run").value_or(false);
}

void read_create(const Arrival& arrival, Query& query, Asked& asked) {
  wire::Object object = body(arrival.request, asked, /*merge_patch=*/false);
  read_rehearsal(query, asked);
  core::Create create{.parent = core::Oneself{}};
  std::erase_if(object, [&](const auto& member) {
    if (member.first != "parent") return false;
    const auto* number = member.second.number();
    const auto id = number ? parse_whole(number->text) : std::nullopt;
    if (id)
      create.parent = CustomerId{*id};
    else if (const auto uuid =
                 Uuid::parse(member.second.text() ? *member.second.text() : std::string()))
      create.parent = *uuid;
    else
      query.refuse("parent", "must be the id or uuid of a customer");
    return true;
  });
  Patch patch = read_patch(object);
  create.wishes = std::move(patch.wishes);
  std::move(patch.problems.begin(), patch.problems.end(), std::back_inserter(asked.call.problems));
  asked.call.demand = kWrites;
  asked.call.request = std::move(create);
}

void read_amend(const Arrival& arrival, Query& query, Asked& asked) {
  const wire::Object object = body(arrival.request, asked, /*merge_patch=*/true);
  read_rehearsal(query, asked);
  Patch patch = read_patch(object);
  core::Amend amend{.subject = subject(arrival.captured[0])};
  amend.rules.deleted_too = true;
  amend.wishes = std::move(patch.wishes);
  std::move(patch.problems.begin(), patch.problems.end(), std::back_inserter(asked.call.problems));
  asked.call.demand = kWrites;
  asked.call.request = std::move(amend);
}

void read_delete(const Arrival& arrival, Query& query, Asked& asked) {
  read_rehearsal(query, asked);
  core::Amend amend{.subject = subject(arrival.captured[0])};
  amend.wishes.push_back(
      {.target = {.field = Field::deleted}, .edit = Value{true}, .field = "deleted"});
  asked.call.demand = kWrites;
  asked.call.request = std::move(amend);
}

// The last id of an earlier page.
std::int64_t read_cursor(Query& query) {
  const auto text = query.take("cursor");
  const auto id = text ? parse_cursor(*text) : std::optional<std::int64_t>(0);
  if (!id) query.refuse("cursor", "must be the `next` of an earlier page");
  return id.value_or(0);
}

void read_list(Query& query, Asked& asked) {
  core::List list{.below = core::Oneself{}};
  list.query.recursive = query.flag("recursive").value_or(true);
  list.query.itself = true;
  if (const auto below = query.take("below")) list.below = subject(*below);
  if (const auto life = query.take("deleted")) {
    if (*life == "true")
      list.query.life = Life::deleted;
    else if (*life == "all")
      list.query.life = Life::all;
    else if (*life != "false")
      query.refuse("deleted", "must be true, false or all");
  }
  list.query.name_contains = query.take("name").value_or("");
  const auto match = [&](std::string_view name, Target target) {
    if (auto text = query.take(name)) list.query.where.push_back({target, Value{std::move(*text)}});
  };
  match("email", at(Field::contact_email, PartRef::How::slot_primary));
  match("external_id", at(Field::external_id));
  match("status", at(Field::status));
  asked.size = static_cast<std::size_t>(query.whole("limit", 1, 1000).value_or(100));
  list.query.limit = asked.size;
  list.query.after = CustomerId{read_cursor(query)};
  asked.call.request = std::move(list);
}

void read_history(const Arrival& arrival, Query& query, Asked& asked) {
  core::History history{.subject = subject(arrival.captured[0])};
  history.limit = static_cast<std::size_t>(query.whole("limit", 1, 1000).value_or(50));
  history.before = query.whole("before", 1, INT64_MAX).value_or(0);
  asked.call.request = std::move(history);
}

void read_get(const Arrival& arrival, Query& query, Asked& asked) {
  core::Get get{.subject = subject(arrival.captured[0]), .deleted_too = true};
  get.at_version = query.whole("version", 1, INT64_MAX);
  if (const auto at = query.take("at")) {
    get.at_time = parse_rfc3339(*at);
    if (!get.at_time) query.refuse("at", "must be a time in UTC such as 2026-01-31T12:00:00Z");
    if (get.at_version) query.refuse("at", "cannot stand beside version");
  }
  asked.call.request = std::move(get);
}

void read_diff(const Arrival& arrival, Query& query, Asked& asked) {
  core::Compare compare{.subject = subject(arrival.captured[0])};
  const auto from = query.whole("from", 1, INT64_MAX);
  if (!from) query.refuse("from", "is required");
  compare.from = from.value_or(1);
  compare.to = query.whole("to", 1, INT64_MAX).value_or(0);
  asked.call.request = std::move(compare);
}

std::vector<Path> read_paths(const wire::Tree& tree, Query& query) {
  std::vector<Path> out;
  const wire::Array* items = tree.array();
  if (!items) query.refuse("paths", "must be an array of paths, not " + std::string(tree.kind()));
  for (std::size_t i = 0; items && i < items->size(); ++i) {
    const std::string* text = (*items)[i].text();
    if (const auto path = text ? parse_path(*text) : std::nullopt)
      out.push_back(*path);
    else
      query.refuse("paths[" + std::to_string(i) + ']',
                   "must be a path as history shows it, such as name");
  }
  return out;
}

void read_undo(const Arrival& arrival, Query& query, Asked& asked) {
  const wire::Object object = body(arrival.request, asked, /*merge_patch=*/false);
  read_rehearsal(query, asked);
  core::Undo undo;
  for (const auto& [key, value] : object) {
    if (key == "version") {
      const auto version = value.number() ? parse_whole(value.number()->text) : std::nullopt;
      if (!version) query.refuse(key, "must be a version, a whole number");
      undo.version = version.value_or(0);
    } else if (key == "paths") {
      undo.paths = read_paths(value, query);
    } else if (key == "force") {
      if (!value.boolean()) query.refuse(key, "must be true or false");
      undo.force = value.boolean() && *value.boolean();
    } else {
      constexpr std::string_view kKnown[] = {"version", "paths", "force"};
      asked.call.problems.push_back(unknown_field(key, kKnown));
    }
  }
  core::Amend amend{.subject = subject(arrival.captured[0])};
  amend.undo = std::move(undo);
  amend.rules.deleted_too = true;
  amend.action = "undo";
  asked.call.demand = kWrites;
  asked.call.request = std::move(amend);
}

const std::string* text_member(const wire::Object& object, std::string_view name) {
  for (const auto& [key, value] : object)
    if (key == name) return value.text();
  return nullptr;
}

// The two strings a sign-in or a refresh is made of.
std::pair<std::string, std::string> read_pair(const Arrival& arrival, Asked& asked,
                                              std::string_view first, std::string_view second) {
  const wire::Object object = body(arrival.request, asked, /*merge_patch=*/false);
  for (const auto& [key, value] : object)
    if (key != first && key != second)
      asked.call.problems.push_back(unknown_field(key, std::vector{first, second}));
  const std::string* a = text_member(object, first);
  const std::string* b = text_member(object, second);
  return {a ? *a : "", b ? *b : ""};
}

struct ThingRoutes {
  int list, create, get, patch, remove;
  std::optional<Kind> kind;
};
constexpr ThingRoutes kThings[] = {
    {list_principals, create_principal, get_principal, patch_principal, delete_principal, {}},
    {list_plans, create_plan, get_plan, patch_plan, delete_plan, Kind::plan},
    {list_roles, create_role, get_role, patch_role, delete_role, Kind::role},
};
constexpr ThingRoutes kReferences{list_references, create_reference, get_reference,
                                  patch_reference, delete_reference, {}};

void read_keep(const Arrival& arrival, Asked& asked, std::optional<Kind> kind,
               const std::string& id, bool removes) {
  const wire::Object object =
      removes ? wire::Object{} : body(arrival.request, asked, /*merge_patch=*/!id.empty());
  if (!kind) {
    core::KeepPrincipal keep{.id = id};
    read_principal(object, keep, asked.call.problems);
    if (removes) keep.deleted = true;
    asked.call.demand = kAdministers;
    asked.call.request = std::move(keep);
    return;
  }
  core::KeepReference keep{.kind = *kind};
  // An id that is no number, or not above zero, is of no reference that can be changed.
  if (!id.empty()) keep.id = std::max<std::int64_t>(parse_whole(id).value_or(-1), -1);
  if (!id.empty() && keep.id == 0) keep.id = -1;
  read_reference(object, keep, asked.call.problems);
  if (removes) keep.deleted = true;
  asked.call.demand = *kind == Kind::role ? kAdministers : kWrites;
  asked.call.request = std::move(keep);
}

void read_thing(const Arrival& arrival, Query& query, Asked& asked, const ThingRoutes& routes,
                std::optional<Kind> kind, const std::string& id) {
  if (asked.route == routes.list) {
    asked.size = static_cast<std::size_t>(query.whole("limit", 1, 1000).value_or(100));
    asked.call.request = core::ListThings{kind, read_cursor(query), asked.size};
  } else if (asked.route == routes.get) {
    asked.call.request = core::GetThing{kind, id};
  } else {
    read_keep(arrival, asked, kind, id, asked.route == routes.remove);
  }
}

void read_things(const Arrival& arrival, Query& query, Asked& asked) {
  for (const ThingRoutes& routes : kThings)
    if (asked.route >= routes.list && asked.route <= routes.remove)
      return read_thing(arrival, query, asked, routes, routes.kind,
                        arrival.captured.empty() ? std::string() : arrival.captured[0]);
  const auto kind = kind_named(arrival.captured[0]);
  if (!kind) {
    asked.refused = Fault(Wrong::unknown_thing, "there is no such kind of reference");
    asked.refused_status = 404;
    return;
  }
  read_thing(arrival, query, asked, kReferences, kind,
             arrival.captured.size() > 1 ? arrival.captured[1] : std::string());
}

void read_route(const Arrival& arrival, Query& query, Asked& asked) {
  switch (arrival.route) {
    case create_customer:
      return read_create(arrival, query, asked);
    case list_customers:
      return read_list(query, asked);
    case get_customer:
      return read_get(arrival, query, asked);
    case customer_diff:
      return read_diff(arrival, query, asked);
    case undo_customer:
      return read_undo(arrival, query, asked);
    case patch_customer:
      return read_amend(arrival, query, asked);
    case delete_customer:
      return read_delete(arrival, query, asked);
    case customer_history:
      return read_history(arrival, query, asked);
    case get_request:
      asked.call.request = core::RequestStatus{Uuid::parse(arrival.captured[0]).value_or(Uuid{})};
      return;
    case who_am_i:
      asked.call.request = core::WhoAmI{};
      return;
    case sign_in: {
      auto [name, password] = read_pair(arrival, asked, "name", "password");
      asked.call.caller.credentials = core::NameAndSecret{name, Secret(password)};
      asked.call.request = core::SignIn{};
      return;
    }
    case refresh_tokens: {
      auto [token, refresh] = read_pair(arrival, asked, "token", "refresh_token");
      asked.call.request = core::Refresh{Secret(token), Secret(refresh)};
      return;
    }
    case sign_out:
      asked.call.request = core::SignOut{};
      return;
    default:
      return read_things(arrival, query, asked);
  }
}

}  // namespace

Asked decode(const Arrival& arrival, const Settings&) {
  Asked asked;
  asked.route = arrival.route;
  asked.call.caller = {credentials(arrival.request), "native", arrival.request.source};
  asked.call.demand = kReads;
  Query query(arrival.request, asked);
  read_route(arrival, query, asked);
  query.finish();
  return asked;
}

}  // namespace patchbay::doors::native
