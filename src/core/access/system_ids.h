// Customers by the ids that an outside system gave them, for the callers of a door who moved from
// that system.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "core/call/call.h"
#include "core/call/outcome.h"
#include "core/pending_call.h"
#include "store/store.h"

namespace patchbay::core {

// To those callers, a customer that has no number in the system has this plus its own number.
inline constexpr std::int64_t kOwnNumbersFrom = 1'000'000'000;

// The ids of one call. One thread at a time. Its functions throw what the store throws.
class SystemIds {
 public:
  // `store` must outlive this.
  SystemIds(store::Store& store, std::int64_t system) : store_(store), system_(system) {}

  // Puts ids of Patchbay in place of those that the caller sent. An id that names nothing there
  // becomes one that no customer has.
  void take(Call& call);
  // Puts the ids of the system in place of Patchbay's.
  void show(Outcome& outcome);
  void show(View& view);

 private:
  struct Known {
    std::int64_t number = 0;
    std::optional<Uuid> uuid{};  // if the system names customers so
  };

  [[nodiscard]] store::ReadTransaction& reader();
  [[nodiscard]] std::optional<SystemLink> link_to(const std::string& there);
  [[nodiscard]] const Known& known(CustomerId id);
  [[nodiscard]] std::int64_t own(std::int64_t number);
  void take(Subject& subject);
  void take(Target target, Value& value);
  void take(UpdateCustomer& update);
  void take(std::function<bool(const Record&)>& suits);
  void take_edits(std::vector<FieldEdit>& edits);
  void show(Record& record, Field field);

  store::Store& store_;
  const std::int64_t system_;
  std::unique_ptr<store::ReadTransaction> reader_;  // while ids are looked up
  std::map<CustomerId, Known> known_;
};

// Lets a call that is to begin name customers by the ids of `system`, and its outcome show them.
void use_ids_of(store::Store& store, std::int64_t system, PendingCall& one);

}  // namespace patchbay::core
