// The content of a new store: the root customer and its references.
#pragma once

#include <functional>
#include <string>

#include "base/clock.h"
#include "base/random.h"
#include "core/service.h"
#include "store/store.h"

namespace patchbay::app {

struct SeedContext {
  store::Store& store;
  const Clock& clock;
  Random& random;
  std::string currency;  // of the root customer
  bool light_passwords = false;
};

// Whether the store has no customer yet.
[[nodiscard]] bool is_empty(store::Store& store);

// Fills a store in one transaction, unless another node that started at the same time has done so.
// Returns false if the store fails.
[[nodiscard]] bool seed_store(store::Store& store,
                              const std::function<void(store::Transaction&)>& fill);

// Creates the root customer and its references. No principal exists yet. Returns false if the store
// fails.
[[nodiscard]] bool bootstrap(const SeedContext& context);

// Saves first versions, each with its entry of history.
class Seeder {
 public:
  // `by` is the word that history shows as the author; it is not a principal.
  Seeder(store::Transaction& transaction, const SeedContext& context, const char* by);

  void save(const Record& record);
  void save(const Principal& principal);
  void save(const Reference& reference);

 private:
  template <class AdminObject>
  void save_admin_object(const AdminObject& object);

  store::Transaction& transaction_;
  Random& random_;
  ChangeOrigin by_;
};

}  // namespace patchbay::app
