// Customers, references and principals of the base.
#include "simulation/base.h"

#include <cstdlib>

#include "core/access/password.h"
#include "core/call/privilege.h"
#include "reach/systems/planner.h"
#include "record/admin/webhook.h"
#include "record/admin/webhook_keys.h"
#include "record/history/chain.h"
#include "store/awaited.h"

namespace patchbay::simulation {
namespace {

Record record(std::int64_t id, std::int64_t parent) {
  Record out;
  out.id = {id};
  out.uuid = Uuid::numbered(static_cast<std::uint64_t>(id));
  out.version = 1;
  const auto set = [&](Field field, Value value) { out.values.set({field, {}}, std::move(value)); };
  set(Field::parent, parent);
  set(Field::hash, std::string("HASH000000000000"));
  set(Field::name, "Customer " + std::to_string(id));
  set(Field::status, std::string("active"));
  set(Field::plan, std::int64_t{1});
  set(Field::currency, std::string("EUR"));
  set(Field::bill_type, std::string("none"));
  set(Field::class_of_service, std::int64_t{1});
  return out;
}

Reference reference(ReferenceKind kind, std::int64_t id, const char* name) {
  Reference out;
  out.kind = kind;
  out.id = id;
  out.owner = kRoot;
  out.name = name;
  out.version = 1;
  return out;
}

Principal principal(std::int64_t id, const std::string& name, std::int64_t home,
                    std::string_view role) {
  Principal out;
  out.id = id;
  out.name = name;
  out.home = {home};
  out.roles = {core::predefined_role(role)->id};
  out.keys = {{.label = "run", .hash = core::hash_key("key-" + name)}};
  out.version = 1;
  return out;
}

Webhook webhook(std::int64_t id, CustomerId below) {
  return {.id = id,
          .name = "Webhook " + std::to_string(id),
          .url = "https://hooks.example/" + std::to_string(id),
          .below = below,
          .principal = 1,
          .secret = std::string(WebhookKeys::kBytes, 's'),
          .version = 1};
}

void save(store::Transaction& transaction, const Record& made, Random& random) {
  Entry entry;
  entry.customer = made.id;
  entry.version = 1;
  entry.action = "create";
  entry.by.reason = "base";
  entry.differences = diff({}, made.values);
  bind(entry, random);
  transaction.save(made, entry);
}

template <class Object>
void save_object(store::Transaction& transaction, const Object& made, Random& random) {
  AdminEntry entry = entry_of(nullptr, made);
  entry.by.reason = "base";
  bind(entry, random);
  transaction.save(made);
  transaction.save(entry);
}

}  // namespace

core::FieldEdit email_of(const std::string& name) {
  constexpr const char* kEmail = "contacts/primary/email";
  return {.target = reach::target_of({}, kEmail),
          .edit = Value(name + "@customers.example"),
          .field = kEmail};
}

OutsideSystem outside_system() {
  OutsideSystem out;
  out.id = kSystem;
  out.name = "Vendor";
  out.dialect = "everlytic";
  out.address = "https://vendor.example/";
  out.username = "reseller";
  out.below = 2;
  out.match = {"contacts/primary/email"};
  out.make = true;
  out.fields = {{"name", "review"}, {"contacts/primary/email", "record"}};
  out.secret = "sealed";
  out.principal = 1;
  out.version = 1;
  out.watch = true;
  return out;
}

void fill_base(store::Store& store, Random& random, Threads& threads) {
  const auto filled = store::write_and_wait(
      store,
      [&](store::Transaction& transaction) {
        const std::pair<std::int64_t, std::int64_t> tree[] = {{1, 0},  {2, 1},   {3, 1},   {10, 2},
                                                              {11, 2}, {12, 10}, {13, 10}, {20, 3}};
        for (const auto& [id, parent] : tree) save(transaction, record(id, parent), random);
        save_object(transaction, reference(ReferenceKind::plan, 1, "Free"), random);
        save_object(transaction, reference(ReferenceKind::plan, kPlan, "Changing"), random);
        save_object(transaction, reference(ReferenceKind::class_of_service, 1, "All"), random);
        save_object(transaction, principal(1, "owner", 1, "system owner"), random);
        save_object(transaction, principal(2, "reseller", 2, "reseller"), random);
        save_object(transaction, principal(3, "admin", 10, "administrator"), random);
        save_object(transaction, principal(4, "stranger", 3, "reseller"), random);
        save_object(transaction, to_reference(webhook(kWebhooks[0], kRoot)), random);
        save_object(transaction, to_reference(webhook(kWebhooks[1], CustomerId{2})), random);
        save_object(transaction, to_reference(outside_system()), random);
        return true;
      },
      {}, threads);
  if (filled != store::Committed::yes) std::abort();
}

void begin_deliveries(store::Store& store, Threads& threads) {
  const FeedPosition newest =
      store.read()->feed({.below = kRoot, .after = std::nullopt, .limit = 1}).next;
  const auto begun = store::write_and_wait(
      store,
      [&](store::Transaction& transaction) {
        for (const std::int64_t each : kWebhooks)
          transaction.save(Destination{.id = each, .position = newest});
        return true;
      },
      {}, threads);
  if (begun != store::Committed::yes) std::abort();
}

}  // namespace patchbay::simulation
