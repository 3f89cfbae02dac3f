// Links and bases of an outside system in the store.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/threads.h"
#include "reach/systems/comparison.h"
#include "reach/systems/links.h"
#include "store/store.h"

namespace patchbay::app {

// Why a job ends whose description is another one now.
constexpr const char* kDescriptionChanged =
    "the description of the system was changed or deleted meanwhile: make another plan";

// Only a link that is still as it was read is replaced, so one of two that save it at once is
// refused; and only while the description is live and has the version that was given. Reads throw
// store::Unavailable. Not to be used on a thread of the store.
class StoreLinks final : public reach::Links {
 public:
  // How soon a customer that is missing there may be missed again.
  static constexpr std::int64_t kLookSeconds = 300;

  // Reads all links of the system. For `make_seconds` after a save without a subject, others leave
  // the customer alone. The store, the clock and the threads must outlive this.
  StoreLinks(store::Store& store, const Clock& clock, const OutsideSystem& system,
             std::int64_t make_seconds, Threads& threads = system_threads());

  [[nodiscard]] const std::map<Uuid, reach::Link>& all() const override { return links_; }
  [[nodiscard]] std::expected<void, std::string> save(const reach::Link& link) override;

  // Keeps of the customers that were compared which fields wait for a person, and which customers
  // were missing. Links that somebody gave to another pair meanwhile are left as they are.
  struct Noted {
    bool open = true;
    bool missed = true;
  };
  void note(const reach::Comparison& comparison, Noted what);
  // Adds fields of one customer that wait for a person, or replaces what is known of them.
  void note(const Uuid& customer, const std::vector<OpenField>& open);

  // Whether the system is live and has the version that was given.
  [[nodiscard]] static bool is_current(store::ReadTransaction& reader, std::int64_t system,
                                       Version version);
  // Since when a customer is being made that was saved here last; nothing if none is.
  [[nodiscard]] std::optional<Instant> making_since() const { return making_since_; }
  void forget_making() { making_since_.reset(); }

 private:
  void write(const std::vector<SystemLink>& links);
  void take(const SystemLink& link);
  // Whether the system is live and still the one whose links these are.
  [[nodiscard]] bool is_known(store::ReadTransaction& reader) const;

  store::Store& store_;
  const Clock& clock_;
  const OutsideSystem system_;
  const std::int64_t make_seconds_;
  Threads& threads_;
  std::optional<Instant> making_since_;
  std::map<Uuid, reach::Link> links_;
  std::map<Uuid, SystemLink> kept_;
};

}  // namespace patchbay::app
