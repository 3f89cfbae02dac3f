// An outside system, as its operator describes it.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/call/call.h"
#include "reach/systems/planner.h"

namespace patchbay::reach {

struct SystemDescription {
  std::string name;
  Policy policy;
  // Names of fields by which customers are recognised, strongest first. None of them where the
  // dialect cannot be asked: there a customer is recognised by its name.
  std::vector<std::string> match{};
  // Customers of the record that the system does not have are made there, at most make_max by one
  // plan; if there are more, none is made.
  bool makes = false;
  std::size_t make_max = 100;
  // If more linked customers than this are missing in the system, or more than this part of all,
  // none counts as gone. A few may always be missing: kGoneAlways.
  std::size_t gone_max = 100;
  std::size_t gone_percent = 10;
  static constexpr std::size_t kGoneAlways = 3;
  // Comparisons in a row in which a customer must be missing before it counts as gone.
  std::int64_t looks = 1;
  // What a new customer there is given beside its fields.
  std::vector<core::FieldEdit> for_new{};
  // Differences that are not counted: names of fields, and words of remarks.
  std::vector<std::string> ignored{};
};

// The record's side. One caller at a time.
class Records {
 public:
  virtual ~Records() = default;
  // All live customers of the subtree, without its top.
  [[nodiscard]] virtual Result<std::vector<Record>> list() = 0;
  // Nothing if there is no such live customer in the subtree.
  [[nodiscard]] virtual Result<std::optional<Record>> get(const Uuid& customer) = 0;
  // Changes a customer that still has this version, and returns it as it is then.
  [[nodiscard]] virtual Result<Record> update(const Record& record,
                                              std::vector<core::FieldEdit> edits) = 0;
};

}  // namespace patchbay::reach
