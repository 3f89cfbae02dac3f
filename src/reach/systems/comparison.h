// Compares the record with an outside system: finds the pairs, and plans each. Sends no request
// that writes.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "reach/systems/description.h"
#include "reach/systems/links.h"
#include "reach/systems/remote.h"

namespace patchbay::reach {

// A customer and its copy, with something to do or to tell.
struct Finding {
  Uuid customer;
  CustomerId id;
  std::string name;
  Version version = 0;
  std::string remote;        // subject_text(); empty if it is made
  bool makes = false;        // the system has no such customer, and gets it
  bool is_new_link = false;  // the pair was not known
  std::string replaces{};    // what the customer is linked to, if that is another one
  CustomerPlan plan;

  // Whether `apply` has something to do, if only to keep the link and the base.
  [[nodiscard]] bool has_changes() const {
    return makes || is_new_link || !plan.operations.empty() || !plan.agreed.empty();
  }
  // Whether the two sides differ.
  [[nodiscard]] bool has_differences() const {
    return makes || !plan.operations.empty() || !plan.conflicts.empty() || !plan.losses.empty();
  }
};

// A customer that stands alone, or cannot be compared.
struct Remark {
  enum class Kind : std::uint8_t {
    ambiguous,   // several customers there could be it
    only_here,   // the system does not have it
    only_there,  // the record does not have it
    gone,        // the system had it, and has it no longer: nothing is deleted
    missing,     // the same, but too many are missing, or it was looked for too seldom
    removed,     // the record had it, and has it no longer: nothing is deleted
    unreadable,  // the system refuses to show it
    not_made,    // it cannot be made there, or too many would be
  };
  Kind kind{};
  std::string customer;  // its number here, or the subject there
  std::string name;
  std::string why{};
};
[[nodiscard]] std::string_view word(Remark::Kind kind);  // "only_here"
[[nodiscard]] std::optional<Remark::Kind> parse_remark(std::string_view word);
[[nodiscard]] std::string_view meaning(Remark::Kind kind);  // a clause for people
[[nodiscard]] std::string sentence(const Remark& remark);   // the meaning, and why it is so

struct Comparison {
  std::vector<Finding> findings;
  std::vector<Remark> remarks;
  std::size_t compared = 0;   // pairs
  std::vector<Uuid> seen;     // customers of these pairs
  std::vector<Uuid> absent;   // linked customers that the system does not have
  bool counts_absent = true;  // not too many of them
};

// Adds what another comparison of the same system found.
void add(Comparison& out, Comparison more);

// Without the differences that are not counted: names of fields, and words of remarks.
[[nodiscard]] Comparison without_ignored(Comparison comparison,
                                         const std::vector<std::string>& ignored);

// Pairs that an operator names, by the customer: the subject there.
using Claims = std::map<Uuid, std::string>;

// A fault if one side cannot be listed. A customer that cannot be read is a remark.
[[nodiscard]] Result<Comparison> compare(const SystemDescription& system, Records& records,
                                         RemoteSystem& remote, const Links& links,
                                         const Claims& claims);
// The same for one customer with a link, without a list of the others.
[[nodiscard]] Result<Comparison> compare_linked(const SystemDescription& system, Records& records,
                                                RemoteSystem& remote, const Links& links,
                                                const Record& record);

// The edits that make a customer: what the system is given beside its fields, and those fields of
// `record` that have a value. `shape` shows the form of the fields there, or is null.
[[nodiscard]] std::vector<core::FieldEdit> edits_of_new(const SystemDescription& system,
                                                        const Record& record,
                                                        const RemoteCustomer* shape);

// The values by which a customer is recognised.
[[nodiscard]] Keys keys_of(const SystemDescription& system, const Record& record);
[[nodiscard]] Keys keys_of(const SystemDescription& system, const RemoteCustomer& customer);

}  // namespace patchbay::reach
