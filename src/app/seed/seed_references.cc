// The references of the root customer and of the demo's customers. All belong to the root.
#include "app/seed/seed_references.h"

namespace patchbay::app {
namespace {

struct Row {
  ReferenceKind kind;
  std::int64_t id;
  const char* name;
  const char* description;
};

// A customer must have a rate plan and a class of service and inherits them from its parent. The
// root has these, which neither grant nor restrict anything.
constexpr Row kSystem[] = {
    {ReferenceKind::class_of_service, 1, "All calls", ""},
    {ReferenceKind::plan, 1, "Standard", ""},
};

constexpr Row kRows[] = {
    {ReferenceKind::person, 1, "Ada Botha", "Accounts"},
    {ReferenceKind::person, 2, "Peter Grant Thomas", "Trial manager"},
    {ReferenceKind::person, 3, "Thandi Nkosi", "Support"},
    {ReferenceKind::class_of_service, 1, "All calls",
     "The system's class of service, which allows all calls"},
    {ReferenceKind::class_of_service, 2, "National", "National calls only"},
    {ReferenceKind::class_of_service, 3, "Internal", "Internal calls only"},
    {ReferenceKind::music, 1, "Piano", "Quiet"},
    {ReferenceKind::music, 2, "Marimba", "Lively"},
    {ReferenceKind::peer, 1, "Carrier North", "Primary outbound route"},
    {ReferenceKind::peer, 2, "Carrier South", "Backup outbound route"},
    {ReferenceKind::region, 1, "Europe", ""},
    {ReferenceKind::region, 2, "Southern Africa", ""},
    {ReferenceKind::time_group, 1, "Office hours", "Monday to Friday, 8 to 18"},
    {ReferenceKind::time_group, 2, "Nights and weekends", ""},
    {ReferenceKind::email_package, 1, "Starter", "5 000 e-mails a month"},
    {ReferenceKind::email_package, 2, "Growth", "50 000 e-mails a month"},
    {ReferenceKind::email_package, 3, "Volume", "500 000 e-mails a month"},
    {ReferenceKind::transaction_package, 1, "Basic", "1 000 transactions a month"},
    {ReferenceKind::transaction_package, 2, "Plus", "25 000 transactions a month"},
};

Reference reference(const Row& row) {
  Reference out;
  out.kind = row.kind;
  out.id = row.id;
  out.owner = kRoot;
  out.name = row.name;
  out.description = row.description;
  out.version = 1;
  return out;
}

struct Setting {
  Field field;
  std::int64_t value;
};

// A plan has a value for everything that -2 and "plan" refer to.
constexpr Setting kStandard[] = {
    {Field::bulk_calls, 2},
    {Field::conference_calls, 5},
    {Field::huntgroup_dests, 20},
    {Field::pagegroup_dests, 20},
    {Field::queue_calls, 10},
    {Field::queue_dests, 15},
    {Field::inmaximum, 30},
    {Field::outmaximum, 30},
    {Field::totalmaximum, 50},
    {Field::record_maximum, 3600},
    {Field::callerid_in_external, 1},
    {Field::overmax, 0},
    {Field::peer, 1},
    {Field::invoices_due, 30},
    {Field::maxmsg, 100},
    {Field::maxsecs, 300},
};

void set_words(Reference& plan, const char* invoices, const char* detail, const char* purge) {
  const auto set = [&](Field field, const char* word) {
    plan.settings.set({field, {}}, std::string(word));
  };
  set(Field::contract, "1_year");
  set(Field::invoices, invoices);
  set(Field::invoice_detail, detail);
  set(Field::invoice_format, "pdf");
  set(Field::purge_messages, purge);
}

Reference plan(std::int64_t id, const char* name, const char* description, std::int64_t times) {
  Reference out = reference({ReferenceKind::plan, id, name, description});
  for (const Setting& each : kStandard) {
    const ValueRule& rule = row(each.field).rule;
    const bool countable = rule.form == ValueRule::Form::whole && rule.max > 3650;
    out.settings.set({each.field, {}}, countable ? each.value * times : each.value);
  }
  out.settings.set({Field::call_maximum, {}}, Decimal(250 * times));
  return out;
}

}  // namespace

std::vector<Reference> system_references() {
  std::vector<Reference> all;
  for (const Row& each : kSystem) all.push_back(reference(each));
  return all;
}

std::vector<Reference> demo_references() {
  std::vector<Reference> all;
  for (const Row& each : kRows) all.push_back(reference(each));
  Reference wholesale = plan(1, "Wholesale", "For resellers; locks nothing", 100);
  set_words(wholesale, "queue", "transactions_cdrs", "1_year");
  all.push_back(std::move(wholesale));
  Reference standard = plan(2, "Standard", "For customers", 1);
  set_words(standard, "customer", "summary", "3_months");
  standard.words = {"affiliate", "recording"};
  all.push_back(std::move(standard));
  return all;
}

}  // namespace patchbay::app
