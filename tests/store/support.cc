// Creates folders, customers and gates.
#include "store/support.h"

#include <stdexcept>
#include <utility>

#include <stdlib.h>
#include <unistd.h>

namespace patchbay::store {

TempFolder::TempFolder() {
  // In memory if possible, because these tests check what is written when, not how fast.
  const std::filesystem::path memory = "/dev/shm";
  const bool usable = ::access(memory.c_str(), W_OK | X_OK) == 0;
  const std::filesystem::path parent = usable ? memory : std::filesystem::temp_directory_path();
  std::string name = (parent / "patchbay-store-XXXXXX").string();
  if (!::mkdtemp(name.data())) throw std::runtime_error("no temporary folder");
  path_ = name;
}

TempFolder::~TempFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

Record made(std::int64_t id, std::int64_t parent, const std::string& name) {
  Record out{.id = {id},
             .uuid = Uuid::numbered(static_cast<std::uint64_t>(id)),
             .version = 1,
             .values = {}};
  if (parent != 0) out.values.set({Field::parent, {}}, parent);
  out.values.set({Field::name, {}}, name);
  return out;
}

Record with(Record record, Field field, std::optional<Value> value) {
  ++record.version;
  if (value)
    record.values.set({field, {}}, *std::move(value));
  else
    record.values.clear({field, {}});
  return record;
}

Entry entry_to(const Record* before, const Record& after) {
  return {.customer = after.id,
          .version = after.version,
          .action = before ? "amend" : "create",
          .by = {.time = {1'800'000'000'000'000 + after.version},
                 .principal = "tester",
                 .principal_id = 7,
                 .door = "test",
                 .source = "127.0.0.1",
                 .request = Uuid::numbered(static_cast<std::uint64_t>(after.version)),
                 .reason = "a reason with \"quotes\" and ümlauts",
                 .warnings = {"ignored unknown field colour"}},
          .differences = diff(before ? before->values : Values{}, after.values)};
}

void save_customer(Transaction& transaction, const Record& after) {
  const auto before = transaction.customer(after.id);
  transaction.save(after, entry_to(before ? &*before : nullptr, after));
}

Committed save_customer(Store& store, const Record& after) {
  return write_and_wait(store, [&](Transaction& transaction) {
    save_customer(transaction, after);
    return true;
  });
}

Committed amend(Store& store, std::int64_t id, Field field, std::optional<Value> value) {
  return write_and_wait(store, [&](Transaction& transaction) {
    save_customer(transaction, with(transaction.customer(CustomerId{id}).value(), field, value));
    return true;
  });
}

Gate::Gate(Store& store) {
  auto entered = std::make_shared<std::promise<void>>();
  std::future<void> inside = entered->get_future();
  std::shared_future<void> opened = opened_.get_future().share();
  store.write(
      [entered, opened](Transaction&) {
        entered->set_value();
        opened.wait();
        return true;
      },
      [](Committed) {});
  inside.wait();
}

void Gate::open() {
  if (!std::exchange(open_, true)) opened_.set_value();
}

Committed fill(Store& store, std::int64_t number) {
  return write_and_wait(store, [number](Transaction& transaction) {
    for (int i = 0; i < 100; ++i)
      transaction.save(IdempotencyRecord{.principal = number,
                                         .key = std::to_string(i),
                                         .fingerprint = "f",
                                         .reply = std::string(2000, 'x'),
                                         .time = {number}});
    return true;
  });
}

std::future<Committed> write_later(Store& store, Job job, const JobSubject& about) {
  auto fate = std::make_shared<std::promise<Committed>>();
  std::future<Committed> future = fate->get_future();
  store.write(std::move(job), [fate](Committed committed) { fate->set_value(committed); }, about);
  return future;
}

}  // namespace patchbay::store
