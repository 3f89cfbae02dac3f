// The first customer of a store.
#include "app/bootstrap.h"

#include "app/references.h"
#include "base/digest.h"
#include "base/text.h"
#include "record/chain.h"

namespace patchbay::app {

bool is_empty(store::Store& store) { return !store.read()->customer(kRoot).has_value(); }

Founder::Founder(store::Transaction& transaction, const Fresh& fresh, const char* by)
    : transaction_(transaction),
      random_(fresh.random),
      by_{.time = fresh.clock.now(),
          .principal = by,
          .door = by,
          .source = {},
          .request = Uuid::make(fresh.random),
          .reason = {},
          .warnings = {}} {}

void Founder::save(const Record& record) {
  Entry entry{.customer = record.id,
              .version = record.version,
              .action = "create",
              .by = by_,
              .differences = diff({}, record.values)};
  bind(entry, random_);
  transaction_.save(record, entry);
}

template <class Thing>
void Founder::save_thing(const Thing& thing) {
  ThingEntry entry = entry_of(nullptr, thing);
  entry.by = by_;
  bind(entry, random_);
  transaction_.save(thing);
  transaction_.save(entry);
}

void Founder::save(const Principal& principal) { save_thing(principal); }
void Founder::save(const Reference& reference) { save_thing(reference); }

bool found(store::Store& store, const std::function<void(store::Transaction&)>& fill) {
  const auto end = store::write_and_wait(store, [&](store::Transaction& transaction) {
    if (transaction.customer(kRoot)) return false;
    fill(transaction);
    return true;
  });
  return end == store::Committed::yes || end == store::Committed::nothing;
}

bool bootstrap(const Fresh& fresh) {
  return found(fresh.store, [&](store::Transaction& transaction) {
    Founder founder(transaction, fresh, "system");
    for (const Reference& each : system_references()) founder.save(each);
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
    founder.save(root);
  });
}

}  // namespace patchbay::app
