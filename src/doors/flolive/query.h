// What stands after the '?' of a target: paging of lists, and nothing else.
#pragma once

#include "doors/door.h"

namespace patchbay::doors::flolive {

struct Paging {
  std::size_t page = 0;  // counts from 0
  std::size_t size = 10;
};

// Reads page and size where `paged`; every other parameter is unknown, and blamed in `call` or,
// with `ignore_unknown`, passed over. A fault where the query cannot be read.
[[nodiscard]] Result<Paging> read_query(std::string_view query, bool paged, bool ignore_unknown,
                                        core::Call& call);

}  // namespace patchbay::doors::flolive
