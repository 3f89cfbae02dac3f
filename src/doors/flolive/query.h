// The query of a request: paging parameters of lists, and no others.
#pragma once

#include "doors/door.h"

namespace patchbay::doors::flolive {

struct Paging {
  std::size_t page = 0;  // counts from 0
  std::size_t size = 10;
};

// Reads page and size if `paged`. Every other parameter is unknown: it is reported in `call` or,
// with `ignore_unknown`, ignored. A fault if the query cannot be read.
[[nodiscard]] Result<Paging> read_query(std::string_view query, bool paged, bool ignore_unknown,
                                        core::Call& call);

}  // namespace patchbay::doors::flolive
