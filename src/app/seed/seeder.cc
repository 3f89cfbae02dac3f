// Creates the first customer of a store.
#include "app/seed/seeder.h"

#include "app/seed/seed_references.h"
#include "base/digest.h"
#include "base/text.h"
#include "record/history/chain.h"

namespace patchbay::app {

bool is_empty(store::Store& store) { return !store.read()->customer(kRoot).has_value(); }

Seeder::Seeder(store::Transaction& transaction, const SeedContext& context, const char* by)
    : transaction_(transaction),
      random_(context.random),
      by_{.time = context.clock.now(),
          .principal = by,
          .door = by,
          .source = {},
          .request = Uuid::make(context.random),
          .reason = {},
          .warnings = {}} {}

void Seeder::save(const Record& record) {
  Entry entry{.customer = record.id,
              .version = record.version,
              .action = "create",
              .by = by_,
              .differences = diff({}, record.values)};
  bind(entry, random_);
  transaction_.save(record, entry);
}

template <class AdminObject>
void Seeder::save_admin_object(const AdminObject& object) {
  AdminEntry entry = entry_of(nullptr, object);
  entry.by = by_;
  bind(entry, random_);
  transaction_.save(object);
  transaction_.save(entry);
}

void Seeder::save(const Principal& principal) { save_admin_object(principal); }
void Seeder::save(const Reference& reference) { save_admin_object(reference); }

bool seed_store(store::Store& store, const std::function<void(store::Transaction&)>& fill) {
  const auto end = store::write_and_wait(store, [&](store::Transaction& transaction) {
    if (transaction.customer(kRoot)) return false;
    fill(transaction);
    return true;
  });
  return end == store::Committed::yes || end == store::Committed::nothing;
}

bool bootstrap(const SeedContext& context) {
  return seed_store(context.store, [&](store::Transaction& transaction) {
    Seeder seeder(transaction, context, "system");
    for (const Reference& each : system_references()) seeder.save(each);
    Record root{.id = kRoot, .uuid = Uuid::make(context.random), .version = 1, .values = {}};
    const auto set = [&](Field field, Value value) {
      root.values.set({field, {}}, std::move(value));
    };
    set(Field::parent, std::int64_t{0});
    set(Field::hash, upper(hex(context.random.bytes(8))));
    set(Field::name, "System Owner");
    set(Field::status, "active");
    set(Field::plan, std::int64_t{1});
    set(Field::class_of_service, std::int64_t{1});
    set(Field::currency, context.currency);
    set(Field::bill_type, "none");
    seeder.save(root);
  });
}

}  // namespace patchbay::app
