// Opens a store for an import, or for its plan.
#include "cli/transfer/service.h"

#include "app/key_file.h"
#include "app/opened_store.h"
#include "app/report_failure.h"
#include "app/store_keys.h"
#include "base/result.h"
#include "doors/door.h"
#include "store/open.h"

namespace patchbay::app {
namespace {

// An import must fit beside a server, and reads few customers and pages twice.
constexpr std::size_t kCacheMib = 8;

// A store that others may be using: it is only read.
class ReadOnlyStore final : public store::Store {
 public:
  explicit ReadOnlyStore(const store::OpenReader& open) : open_(open) {}
  std::unique_ptr<store::ReadTransaction> read() override { return open_(); }
  void write(store::Job /*job*/, store::Done done, const store::JobSubject& /*subject*/) override {
    done(store::Committed::failed);
  }
  void close() override {}
  [[nodiscard]] store::StoreStats stats() const override { return {}; }

 private:
  const store::OpenReader& open_;
};

core::ServiceOptions service_options() {
  core::ServiceOptions out = standard_config().service;
  out.doors = doors::door_names();
  out.on_damage = [](const Uuid&, const std::string& what) { (void)report_failure(what); };
  return out;
}

}  // namespace

std::expected<int, std::string> with_store(const StorePlace& place, bool writes,
                                           std::string_view instead,
                                           const std::function<int(const TransferStore&)>& use) {
  const std::string& location = place.location;
  if (location == kInMemory)
    return std::unexpected("a store in memory ends with its server: use its doors");
  TRY_DO(store::must_be_a_store(location));
  const auto clock = system_clock();
  const auto random = system_random();
  const std::filesystem::path key_path = key_file_of(location, place.key_file);
  if (key_path.empty()) return std::unexpected("name the file of the sealing key with --key-file");
  if (!writes) {
    const store::Integrity integrity = TRY(load_integrity(location, key_path));
    const core::SealingKeys keys = TRY(sealing_keys(key_path, /*may_make=*/false, *random));
    int out = 0;
    TRY_DO(read_store(location, integrity, [&](const store::OpenReader& open) {
      ReadOnlyStore store(open);
      const auto service = core::Service::make(store, *clock, *random, keys, service_options());
      out = use({store, *service, *clock});
    }));
    return out;
  }
  // One queue for all changes, so that customers get their numbers in the order of the rows.
  StoreOptions options = place.options;
  options.lanes = 0;
  options.cache_mib = kCacheMib;
  options.is_long_log = true;
  auto opened = open_store(
      location, key_path, clock->now(), "import", *random,
      [](const std::string& what) { (void)report_failure(what); }, options);
  if (!opened) return std::unexpected(with_advice(std::move(opened.error()), instead));
  const auto service =
      core::Service::make(*opened->store, *clock, *random, opened->keys, service_options());
  try {
    const int out = use({*opened->store, *service, *clock});
    opened->store->close();
    return out;
  } catch (const store::Unavailable& wrong) {
    return std::unexpected("the store cannot be read: " + std::string(wrong.what()));
  }
}

}  // namespace patchbay::app
