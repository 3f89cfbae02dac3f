// The requests of a batch, of any number.
#pragma once

#include <optional>
#include <vector>

#include "store/store.h"

namespace patchbay::core {

// Reads them page by page, in the order of their ids. Each page may be of another snapshot.
class BatchRequests {
 public:
  explicit BatchRequests(const Uuid& batch) { query_.batch = batch; }

  // Empty at the end.
  [[nodiscard]] std::vector<RequestRecord> next(store::ReadTransaction& reader) {
    if (is_at_end_) return {};
    auto out = reader.requests(query_);
    is_at_end_ = out.size() < query_.limit;
    if (!out.empty()) query_.after = out.back().id;
    return out;
  }

 private:
  RequestQuery query_{.limit = 10'000, .after = Uuid{}};
  bool is_at_end_ = false;
};

}  // namespace patchbay::core
