// Carries out what was planned, if both sides still show what the plan saw.
#pragma once

#include <string>
#include <vector>

#include "reach/systems/comparison.h"

namespace patchbay::reach {

// What a plan says about one field, as digests: the value of the side that is written, before and
// after.
struct PlannedWrite {
  std::string name;
  Operation::To to = Operation::To::system;
  std::string before;
  std::string after;
};
// What a plan does for one customer. Without writes, only the link and the base are kept.
struct PlannedChange {
  Uuid customer;
  std::string name;    // for people
  std::string remote;  // subject_text(); empty if it is made
  bool makes = false;
  bool is_new_link = false;     // the pair was not known
  bool links_by_match = false;  // it may be a new link, if `match` recognises the pair
  std::string replaces{};  // what the customer was linked to; empty: to nothing, or to `remote`
  std::vector<PlannedWrite> writes{};
};
[[nodiscard]] PlannedChange to_planned(const Finding& finding, std::string_view digest_key);

struct Applied {
  enum class Result : std::uint8_t {
    done,     // written now
    already,  // both sides have it
    made,     // a customer was made in the system
    linked,   // nothing was to be written
    stale,    // one side has changed since the plan was made: nothing was written
    refused,  // a side refuses the change, in its words
    unclear,  // the system cannot be reached, or does not say what it did
  };
  Result result{};
  std::string why{};
  // Why, as the word of a fault, which has no words of the system; empty if nothing was at fault.
  std::string code{};
};
[[nodiscard]] std::string_view word(Applied::Result result);  // "done"

// Applies changes one by one. The same change can be applied again after a crash at any point: what
// was done is recognised, and a customer is made once.
class Application {
 public:
  Application(const SystemDescription& system, Records& records, RemoteSystem& remote, Links& links)
      : system_(system), records_(records), remote_(remote), links_(links) {}

  // The error is a sentence for the operator: a link cannot be kept. Then nothing more may be
  // applied.
  [[nodiscard]] std::expected<Applied, std::string> apply(const PlannedChange& change);

 private:
  // Why the pair that was planned is not the pair now.
  [[nodiscard]] std::optional<std::string> objection(const PlannedChange& change);
  // Whether another customer here is linked to this one there.
  [[nodiscard]] bool is_taken(const Uuid& customer, const std::string& remote);
  [[nodiscard]] std::expected<void, std::string> save(const Link& link);
  [[nodiscard]] std::expected<void, std::string> keep_sent(const PlannedChange& change);
  [[nodiscard]] Result<bool> is_recognisable(const Keys& keys);
  [[nodiscard]] std::expected<Applied, std::string> make(const PlannedChange& change,
                                                         const Record& record);
  [[nodiscard]] std::expected<Applied, std::string> write(const PlannedChange& change,
                                                          Record record, RemoteCustomer remote);
  [[nodiscard]] std::expected<void, std::string> keep(const PlannedChange& change,
                                                      const std::string& remote_text,
                                                      const Record& record,
                                                      const RemoteCustomer& remote);

  const SystemDescription& system_;
  Records& records_;
  RemoteSystem& remote_;
  Links& links_;
  // What the system had before this application made customers.
  std::optional<std::vector<ListedCustomer>> listed_;
  // Keys of all customers here, once one was to be made.
  std::optional<std::vector<Keys>> our_keys_;
  // The customers here of each one there, as links say: they are looked up for each change.
  std::optional<std::multimap<std::string, Uuid>> holders_;
};

}  // namespace patchbay::reach
