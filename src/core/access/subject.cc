// Finds the customer of a call, by any identifier that a door uses.
#include "core/access/subject.h"

#include "base/result.h"

namespace patchbay::core {
namespace {

constexpr const char* kUnknown = "the customer does not exist, or is out of your reach";

// Whether the subject is the caller's own home, as far as can be known without a lookup.
bool is_home(const Actor& actor, const Subject& subject) {
  if (std::holds_alternative<Oneself>(subject)) return true;
  const auto* id = std::get_if<CustomerId>(&subject);
  return id && *id == actor.home();
}

// Returns the first customer in reach for which a lens shows a value.
Result<std::optional<Record>> look_for(store::ReadTransaction& reader, const Actor& actor,
                                       const CustomerMatching& holding) {
  CustomerQuery query;
  query.below = actor.home();
  query.recursive = query.itself = true;
  query.where = {holding.match};
  query.limit = 1;
  auto page = reader.customers(query);
  if (!page.records.empty()) return std::move(page.records.front());
  if (page.cut) return std::unexpected(Fault(ErrorKind::invalid, kTooBroad));
  return std::nullopt;
}

Result<std::optional<Record>> look_up(store::ReadTransaction& reader, const Actor& actor,
                                      const Subject& subject) {
  if (std::holds_alternative<Oneself>(subject)) return reader.customer(actor.home());
  if (const auto* id = std::get_if<CustomerId>(&subject)) return reader.customer(*id);
  if (const auto* uuid = std::get_if<Uuid>(&subject)) return reader.customer(*uuid);
  if (const auto* child = std::get_if<ChildNamed>(&subject)) {
    const auto named = reader.named(actor.home(), child->name);
    if (named.size() != 1) return std::nullopt;
    return reader.customer(named.front());
  }
  return look_for(reader, actor, std::get<CustomerMatching>(subject));
}

}  // namespace

CustomerId enterprise_of(const std::vector<CustomerId>& lineage) {
  if (lineage.empty()) return {};
  return lineage.size() < 2 ? lineage.front() : lineage[lineage.size() - 2];
}

View view_of(store::ReadTransaction& reader, Record record,
             const std::vector<CustomerId>& lineage) {
  return view_of(reader, std::move(record), enterprise_of(lineage));
}

View view_of(store::ReadTransaction& reader, Record record, CustomerId enterprise) {
  View out{std::move(record), enterprise, {}};
  if (const std::int64_t plan = out.record.whole(Field::plan); plan > 0)
    if (auto found = reader.reference(ReferenceKind::plan, plan)) out.plan = std::move(*found);
  return out;
}

Result<void> require_role(const Actor& actor, const RequiredPrivilege& required_privilege,
                          Access act) {
  if (act == Access::change && actor.privileges.has(Privilege::read_only))
    return std::unexpected(Fault(ErrorKind::role_denied, "your role may only read"));
  if (!actor.privileges.any_of(required_privilege.any_of))
    return std::unexpected(Fault(ErrorKind::role_denied, "your role does not allow this"));
  for (const Privilege each : kPrivileges)
    if (required_privilege.all_of.has(each) && !actor.privileges.has(each))
      return std::unexpected(Fault(ErrorKind::role_denied, "your roles do not hold the privilege " +
                                                               std::string(word(each))));
  return {};
}

Result<FoundCustomer> find_subject(store::ReadTransaction& reader, const Actor& actor,
                                   const RequiredPrivilege& required_privilege,
                                   const Subject& subject, bool deleted_too) {
  const bool knows_others = actor.privileges.all_of(required_privilege.for_others);
  const bool by_number =
      std::holds_alternative<CustomerId>(subject) || std::holds_alternative<Oneself>(subject);
  // Checked before any lookup: the answer must not reveal whether the customer exists.
  if (!knows_others && by_number && !is_home(actor, subject))
    return std::unexpected(
        Fault(ErrorKind::role_denied, "your role lets you do this for your own customer only"));
  auto record = TRY(look_up(reader, actor, subject));
  if (!record || (record->deleted() && !deleted_too))
    return std::unexpected(Fault(ErrorKind::unknown_customer, kUnknown));
  auto lineage = reader.lineage(record->id);
  if (!reaches(actor, lineage))
    return std::unexpected(Fault(ErrorKind::unknown_customer, kUnknown));
  if (!knows_others && record->id != actor.home())
    return std::unexpected(Fault(ErrorKind::unknown_customer, kUnknown));
  if (required_privilege.not_oneself && record->id == actor.home())
    return std::unexpected(Fault(ErrorKind::own_record, "you cannot change your own record here"));
  return FoundCustomer{std::move(*record), std::move(lineage)};
}

Result<FoundCustomer> found_below(Result<FoundCustomer> found, const std::string& field) {
  if (found || field.empty() || found.error().kind != ErrorKind::unknown_customer) return found;
  return std::unexpected(
      Fault(ErrorKind::unknown_customer, "names no customer that you can see", field));
}

}  // namespace patchbay::core
