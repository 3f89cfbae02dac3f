// The first customer of a store.
#include "app/bootstrap.h"

#include "app/references.h"
#include "base/digest.h"
#include "base/text.h"

namespace patchbay::app {

bool is_empty(store::Store& store) { return !store.read()->customer(kRoot).has_value(); }

void save_new(store::Transaction& transaction, const Fresh& fresh, const Record& record,
              const char* by) {
  Entry entry;
  entry.customer = record.id;
  entry.version = record.version;
  entry.action = "create";
  entry.by.time = fresh.clock.now();
  entry.by.principal = by;
  entry.by.door = by;
  entry.by.request = Uuid::make(fresh.random);
  entry.differences = diff({}, record.values);
  transaction.save(record, entry);
}

bool bootstrap(const Fresh& fresh) {
  return store::write_and_wait(fresh.store, [&](store::Transaction& transaction) {
           save_references(transaction);
           Record root{.id = kRoot, .uuid = Uuid::make(fresh.random), .version = 1, .values = {}};
           const auto set = [&](Field field, Value value) {
             root.values.set({field, {}}, std::move(value));
           };
           set(Field::parent, std::int64_t{0});
           set(Field::hash, upper(hex(fresh.random.bytes(8))));
           set(Field::name, "System Owner");
           set(Field::status, "active");
           set(Field::plan, std::int64_t{1});
           set(Field::class_of_service, std::int64_t{1});
           set(Field::currency, fresh.currency);
           set(Field::bill_type, "none");
           save_new(transaction, fresh, root, "system");
           return true;
         }) == store::Committed::yes;
}

}  // namespace patchbay::app
