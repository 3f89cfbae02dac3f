// A small world for tests: a service on a store with a few customers and principals.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/random.h"
#include "core/access/password.h"
#include "core/call/privilege.h"
#include "core/service.h"
#include "record/history/chain.h"
#include "store/open.h"
#include "store/postgresql/location.h"
#include "support/standard_options.h"
#include "support/store_options.h"

namespace patchbay::testing {

inline bool is_on_postgresql() {
  const char* wanted = std::getenv("PATCHBAY_TEST_STORE");
  return wanted && store::is_postgresql(wanted);
}

inline bool is_on_sqlite() {
  const char* wanted = std::getenv("PATCHBAY_TEST_STORE");
  return wanted && std::string_view(wanted) == "sqlite";
}

// The store in memory. If PATCHBAY_TEST_STORE is "sqlite", a store in a folder that is removed when
// the process ends. If it is the address of a PostgreSQL database, the next of its schemas s1, s2
// and so on.
inline std::unique_ptr<store::Store> store_to_test() {
  const char* wanted = std::getenv("PATCHBAY_TEST_STORE");
  if (is_on_postgresql()) {
    static int count = 0;
    const std::string schema = "&options=-csearch_path%3Ds" + std::to_string(++count);
    return store::open_postgresql(store::postgresql_at(wanted + schema)).value();
  }
  if (!is_on_sqlite()) return store::open_memory();
  struct Scratch {
    std::filesystem::path folder;
    int count = 0;
    Scratch() {
      std::string name = (std::filesystem::temp_directory_path() / "patchbay-XXXXXX").string();
      if (!::mkdtemp(name.data())) std::abort();
      folder = name;
    }
    ~Scratch() { std::filesystem::remove_all(folder); }
  };
  static Scratch scratch;
  return store::open_sqlite({.random = store::test_random(),
                             .folder = scratch.folder / std::to_string(++scratch.count)})
      .value();
}

// Customers: 1 root, 2 a reseller below it, 10 and 11 below 2, 12 below 10; 3 another reseller, 20
// below it. Plan 1 locks nothing, plan 2 locks affiliate and recording. Customers from 10 on are on
// plan 2. Principals, all with the password "password!": reseller (home 2), admin (home 10,
// administrator), reader (home 2, read-only), owner (home 1, system owner), stranger (home 3,
// reseller).
class World {
 public:
  explicit World(core::ServiceOptions options = easy()) : World(store_to_test(), options) {}
  explicit World(std::unique_ptr<store::Store> store, core::ServiceOptions options = easy())
      : store_(std::move(store)), random_(seeded_random(7)) {
    options.light_passwords = true;
    if (!store_->read()->customer(kRoot)) fill();
    service_ = core::Service::make(*store_, clock, *random_, std::string(32, 'k'), options);
  }
  ~World() { store_->close(); }

  store::Store& store() { return *store_; }
  core::Service& service() { return *service_; }
  Random& random() { return *random_; }

  // As in the demo: any password is allowed.
  static core::ServiceOptions easy() {
    core::ServiceOptions out = standard_options();
    out.common_passwords = true;
    return out;
  }
  static core::Caller caller(const std::string& name, const std::string& secret = "password!") {
    return {core::NameAndSecret{name, Secret(secret)}, "test", "192.0.2.1"};
  }
  Result<core::Outcome> ask(const std::string& name, core::Request request,
                            core::RequiredPrivilege required_privilege = {},
                            core::CallOptions options = {}) {
    core::Call call{.caller = caller(name),
                    .required_privilege = required_privilege,
                    .request = std::move(request)};
    call.options = std::move(options);
    return core::handle_and_wait(*service_, std::move(call));
  }
  Record customer(std::int64_t id) { return *store_->read()->customer(CustomerId{id}); }

  ManualClock clock;

 private:
  static Record record(std::int64_t id, std::int64_t parent, const char* name, std::int64_t plan) {
    Record out;
    out.id = {id};
    out.uuid = Uuid::numbered(static_cast<std::uint64_t>(id));
    out.version = 1;
    const auto set = [&](Field field, Value value) {
      out.values.set({field, {}}, std::move(value));
    };
    set(Field::parent, parent);
    set(Field::hash, std::string("HASH000000000000"));
    set(Field::name, std::string(name));
    set(Field::status, std::string("active"));
    set(Field::plan, plan);
    set(Field::currency, std::string("EUR"));
    set(Field::bill_type, std::string("none"));
    set(Field::class_of_service, std::int64_t{1});
    return out;
  }
  static Reference reference(ReferenceKind kind, std::int64_t id, const char* name) {
    Reference out;
    out.kind = kind;
    out.id = id;
    out.owner = kRoot;
    out.name = name;
    out.version = 1;
    return out;
  }
  Principal principal(std::int64_t id, const char* name, std::int64_t home, const char* role) {
    Principal out;
    out.id = id;
    out.name = name;
    out.home = {home};
    out.roles = {core::predefined_role(std::string_view(role))->id};
    out.password_hash = core::hash_password("password!", /*light=*/true, *random_);
    out.version = 1;
    return out;
  }
  void fill() {
    const auto filled = store::write_and_wait(*store_, [this](store::Transaction& transaction) {
      const auto keep = [&](const auto& object) {
        AdminEntry entry = entry_of(nullptr, object);
        bind(entry, *random_);
        transaction.save(object);
        transaction.save(entry);
      };
      for (const Record& each :
           {record(1, 0, "Root", 1), record(2, 1, "Reseller", 1), record(3, 1, "Stranger", 1),
            record(10, 2, "Ten", 2), record(11, 2, "Eleven", 2), record(12, 10, "Twelve", 2),
            record(20, 3, "Twenty", 2)}) {
        Entry entry;
        entry.customer = each.id;
        entry.version = 1;
        entry.action = "create";
        entry.differences = diff({}, each.values);
        bind(entry, *random_);
        transaction.save(each, entry);
      }
      keep(reference(ReferenceKind::plan, 1, "Free"));
      Reference locked = reference(ReferenceKind::plan, 2, "Locked");
      locked.words = {"affiliate", "recording"};
      locked.settings.set({Field::bulk_calls, {}}, std::int64_t{4});
      keep(locked);
      keep(reference(ReferenceKind::class_of_service, 1, "All"));
      keep(reference(ReferenceKind::music, 1, "Piano"));
      keep(principal(1, "reseller", 2, "reseller"));
      keep(principal(2, "admin", 10, "administrator"));
      keep(principal(3, "reader", 2, "read-only"));
      keep(principal(4, "owner", 1, "system owner"));
      keep(principal(5, "stranger", 3, "reseller"));
      return true;
    });
    if (filled != store::Committed::yes) std::abort();
  }

  std::unique_ptr<store::Store> store_;
  std::unique_ptr<Random> random_;
  std::unique_ptr<core::Service> service_;
};

// An update of one field by its canonical name.
inline core::UpdateCustomer set(std::int64_t id, Field field, Edit edit) {
  return {.subject = CustomerId{id},
          .edits = {{.target = {.field = field},
                     .edit = std::move(edit),
                     .field = std::string(row(field).key)}}};
}

}  // namespace patchbay::testing
