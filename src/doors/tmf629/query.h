// The query of a request, as TMF630 has it: which members are shown, which page, in which order,
// and which customers.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/call/call.h"
#include "doors/tmf629/filter.h"
#include "doors/tmf629/release.h"
#include "wire/form.h"
#include "wire/tree.h"

namespace patchbay::doors::tmf629 {

// What `fields` selects: members and paths, "contactMedium.emailAddress". Mandatory members are
// always shown.
struct Selection {
  bool everything = true;
  std::vector<std::vector<std::string>> paths{};

  // The selected part of `document`.
  [[nodiscard]] wire::Tree of(const wire::Tree& document, Release release) const;
};

struct Query {
  Selection selection{};
  std::size_t offset = 0;
  std::size_t limit = 100;
  std::vector<core::ListOrder> orders{};  // empty: by id
  Filter filter{};

  static constexpr std::size_t kLimitMax = 1000;
  static constexpr std::size_t kOrdersMax = 4;
};

// Reads the query; what is wrong goes to `problems`. Only lists have a page, an order and
// filters.
[[nodiscard]] Query read_query(std::string_view text, bool is_list, std::vector<Problem>& problems);

}  // namespace patchbay::doors::tmf629
