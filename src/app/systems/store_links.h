// Links and bases of an outside system in the store.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "reach/systems/comparison.h"
#include "reach/systems/links.h"
#include "store/store.h"

namespace patchbay::app {

// Only a link that is still as it was read is replaced, so one of two that save it at once is
// refused. Reads throw store::Unavailable. Not to be used on a thread of the store.
class StoreLinks final : public reach::Links {
 public:
  // Reads all links of the system. Both must outlive this.
  StoreLinks(store::Store& store, const Clock& clock, std::int64_t system);

  [[nodiscard]] const std::map<Uuid, reach::Link>& all() const override { return links_; }
  [[nodiscard]] std::expected<void, std::string> save(const reach::Link& link) override;

  // Keeps which fields wait for a person, and which customers were missing. `only`: the comparison
  // was of this customer. Links that somebody changed meanwhile are left as they are.
  void note(const reach::Comparison& comparison, const Uuid* only = nullptr);
  // Adds fields of one customer that wait for a person, or replaces what is known of them.
  void note(const Uuid& customer, const std::vector<OpenField>& open);

 private:
  void write(const std::vector<SystemLink>& links);
  void take(const SystemLink& link);

  store::Store& store_;
  const Clock& clock_;
  const std::int64_t system_;
  std::map<Uuid, reach::Link> links_;
  std::map<Uuid, SystemLink> kept_;
};

}  // namespace patchbay::app
