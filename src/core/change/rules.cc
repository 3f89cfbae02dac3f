// Validates a change, rule by rule.
#include "core/change/rules.h"

#include <algorithm>
#include <set>

#include "core/access/probe_limiter.h"

namespace patchbay::core {
namespace {

using Problems = std::vector<Problem>;

void add_problem(const ValidatedChange& change, const Path& path, ErrorKind kind, std::string what,
                 Problems& out) {
  out.push_back({kind, change.spellings.of(path), std::move(what), order_of(path.field)});
}

// A reference must exist and be visible; a customer must be live and in reach.
void validate_reference(const ValidatedChange& change, const Difference& each, Problems& out) {
  const ValueRule& rule = row(each.path.field).rule;
  const auto* id = each.after ? std::get_if<std::int64_t>(&*each.after) : nullptr;
  if (!id || *id <= 0) return;
  const ChangeContext& context = change.context;
  if (rule.form == ValueRule::Form::reference) {
    const auto found = context.reader.reference(rule.kind, *id);
    if (found && may_see(context.reader, context.actor, *found)) return;
    std::string kind(word(rule.kind));
    std::replace(kind.begin(), kind.end(), '_', ' ');
    add_problem(change, each.path, ErrorKind::invalid, "must be the id of an existing " + kind,
                out);
  }
  if (each.path.field == Field::affiliate_customer) {
    const auto found = context.reader.customer(CustomerId{*id});
    const bool live = found && !found->deleted() && found->id != change.draft.record.id;
    if (live && reaches(context.actor, context.reader.lineage(found->id))) return;
    add_problem(change, each.path, ErrorKind::invalid,
                "must be 0 or the id of another existing customer", out);
  }
}

constexpr const char* kNeedsCommerce =
    "can be changed only with the commerce privilege, which your role lacks";

// Any caller who may create a customer gives it its currency and rate plan.
bool may_change(const Actor& actor, Field field, bool is_new) {
  const bool given_at_birth = is_new && (field == Field::currency || field == Field::plan);
  return !row(field).commercial() || given_at_birth || actor.privileges.has(Privilege::commerce);
}

void validate_rights(const ValidatedChange& change, const Difference& each, const Reference* plan,
                     Problems& out) {
  const FieldRow& field = row(each.path.field);
  const bool is_new = change.before.version == 0;
  const bool is_denied = !may_change(change.context.actor, each.path.field, is_new);
  const bool is_locked = plan && field.group != Group::none &&
                         std::ranges::find(plan->words, word(field.group)) != plan->words.end();
  if (!is_denied && !is_locked) return;
  // A new customer's currency, plan and billing come from its parent; the caller did not set them.
  if (is_new && !change.spellings.spelled_by_caller(each.path)) return;
  if (is_denied) add_problem(change, each.path, ErrorKind::role_denied, kNeedsCommerce, out);
  if (is_locked)
    add_problem(change, each.path, ErrorKind::plan_locked,
                "is locked by the rate plan (group " + std::string(word(field.group)) + ")", out);
}

void validate_external_id(const ValidatedChange& change, Problems& out) {
  const std::string id = change.draft.record.text(Field::external_id);
  if (id.empty()) return;
  const Path path{Field::external_id, {}};
  // Checked before the lookup, because the answer must not reveal whether the value is in use.
  if (change.context.names_blocked)
    return add_problem(change, path, ErrorKind::too_many_requests, kTooManyProbes, out);
  store::ReadTransaction& reader = change.context.reader;
  const auto holder = reader.customer_by_external_id(enterprise_of(change.lineage), id);
  if (!holder || *holder == change.draft.record.id) return;
  const bool is_seen = reaches(change.context.actor, reader.lineage(*holder));
  add_problem(change, path, ErrorKind::conflict,
              is_seen ? "is already used by another customer of this enterprise" : kNameTaken, out);
}

// Customers below a moved one move too, so their external ids must be free in the new enterprise.
void validate_move(const ValidatedChange& change, Problems& out) {
  store::ReadTransaction& reader = change.context.reader;
  const CustomerId id = change.draft.record.id;
  const CustomerId from = enterprise_of(reader.lineage(id));
  const CustomerId to = enterprise_of(change.lineage);
  if (change.before.version == 0 || from == to) return;
  const Path path{Field::parent, {}};
  if (reader.external_id_clash(id, to))
    add_problem(change, path, ErrorKind::conflict,
                "cannot be this: an external id of a customer below is used there already", out);
  // A customer below may have the external id that the moved customer gets in the same change.
  const auto holder =
      reader.customer_by_external_id(from, change.draft.record.text(Field::external_id));
  if (!holder || *holder == id) return;
  const auto above = reader.lineage(*holder);
  if (std::find(above.begin(), above.end(), id) != above.end())
    add_problem(change, {Field::external_id, {}}, ErrorKind::conflict,
                "is already used by a customer below this one", out);
}

void validate_deletion(const ValidatedChange& change, Problems& out) {
  store::ReadTransaction& reader = change.context.reader;
  const Record& record = change.draft.record;
  const Path path{Field::deleted, {}};
  if (!record.deleted()) {
    const auto parent = reader.customer(record.parent());
    if (parent && parent->deleted())
      add_problem(change, path, ErrorKind::conflict,
                  "cannot be taken back while the customer above is deleted", out);
    return;
  }
  if (record.id == kRoot)
    add_problem(change, path, ErrorKind::conflict,
                "cannot be set: this is the root of all customers", out);
  if (record.id == change.context.actor.home())
    add_problem(change, path, ErrorKind::conflict, "cannot be set on your own customer", out);
  if (reader.has_live_children(record.id))
    add_problem(change, path, ErrorKind::conflict, "cannot be set while it has live sub-customers",
                out);
  if (reader.is_affiliate(record.id))
    add_problem(change, path, ErrorKind::conflict,
                "cannot be set while it is another customer's affiliate", out);
}

void validate_birthdate(const ValidatedChange& change, const Difference& each, Problems& out) {
  const auto* date = each.after ? std::get_if<std::string>(&*each.after) : nullptr;
  if (date && *date > rfc3339(change.context.now).substr(0, 10))
    add_problem(change, each.path, ErrorKind::invalid, "must not be in the future", out);
}

// Contacts that the change touches must keep a landline or mobile number.
void validate_contacts(const ValidatedChange& change, Problems& out) {
  const Record& record = change.draft.record;
  std::set<Uuid> touched;
  for (const Difference& each : change.differences)
    if (section_of(each.path.field) == Section::contact &&
        each.path.field != Field::contact_primary)
      touched.insert(each.path.part);
  for (const Uuid& contact : record.parts(Section::contact)) {
    if (!touched.contains(contact)) continue;
    const bool numbered = record.find(Field::contact_telephone, contact) ||
                          record.find(Field::contact_mobile, contact);
    if (!numbered) {
      const Path path{Field::contact_telephone, contact};
      out.push_back({ErrorKind::invalid, change.rules.contact_number_name,
                     "is needed where there is no mobile number", order_of(path.field)});
    }
  }
}

void validate_name(const ValidatedChange& change, Problems& out) {
  const Record& record = change.draft.record;
  if (record.name().empty()) {
    out.push_back({ErrorKind::invalid, "name", "is required", order_of(Field::name)});
    return;
  }
  if (!change.rules.unique_name) return;
  if (!change.context.reader.named(record.parent(), record.name()).empty())
    add_problem(change, {Field::name, {}}, ErrorKind::conflict,
                "is the name of a customer that exists already", out);
}

}  // namespace

void validate(const ValidatedChange& change, Problems& out) {
  std::optional<Reference> plan;
  if (change.plan > 0) plan = change.context.reader.reference(ReferenceKind::plan, change.plan);
  bool deletion = false;
  bool external = false;
  bool move = false;
  for (const Difference& each : change.differences) {
    validate_reference(change, each, out);
    validate_rights(change, each, plan ? &*plan : nullptr, out);
    if (each.path.field == Field::contact_birthdate) validate_birthdate(change, each, out);
    deletion |= each.path.field == Field::deleted;
    move |= each.path.field == Field::parent;
    external |= each.path.field == Field::external_id || each.path.field == Field::parent;
  }
  if (external) validate_external_id(change, out);
  if (move) validate_move(change, out);
  if (deletion) validate_deletion(change, out);
  if (change.rules.contact_needs_number) validate_contacts(change, out);
  if (change.before.version == 0) validate_name(change, out);
}

void hide_denied_fields(const Actor& actor, bool is_new, Problems& problems) {
  std::vector<int> reported;
  std::erase_if(problems, [&](Problem& each) {
    const bool of_field = each.order > 0 && each.order < static_cast<int>(field_rows().size());
    if (!of_field || may_change(actor, static_cast<Field>(each.order), is_new)) return false;
    if (std::ranges::find(reported, each.order) != reported.end()) return true;
    reported.push_back(each.order);
    each.kind = ErrorKind::role_denied;
    each.what = kNeedsCommerce;
    return false;
  });
}

}  // namespace patchbay::core
