// A query string's parameters: each may be given once, and what nobody takes is refused. A
// parameter that an older server passed over could turn a rehearsal into a write.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "doors/door.h"
#include "wire/form.h"

namespace patchbay::doors::native {

class Query {
 public:
  // What is wrong goes to `asked`, which outlives this.
  Query(const http::Request& request, Asked& asked);
  // Parameters that came otherwise; what is wrong with them is blamed under `prefix`.
  Query(wire::form::Pairs pairs, std::string prefix, Asked& asked);

  std::optional<std::string> take(std::string_view name);
  std::optional<std::int64_t> whole(std::string_view name, std::int64_t min, std::int64_t max);
  std::optional<bool> flag(std::string_view name);
  std::optional<Instant> time(std::string_view name);
  void refuse(std::string_view name, std::string what);
  // Refuses what was not taken. Call it last.
  void finish();

 private:
  Asked& asked_;
  std::string prefix_;
  wire::form::Pairs pairs_;
  std::vector<std::string_view> known_;
};

}  // namespace patchbay::doors::native
