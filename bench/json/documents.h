// The documents that are timed.
#pragma once

#include <string>
#include <vector>

namespace patchbay::bench {

struct Document {
  std::string name;
  std::string text;
};

// What doors get and send, and a few extreme ones.
[[nodiscard]] std::vector<Document> tree_documents();
// Records as stores keep them.
[[nodiscard]] std::vector<Document> stored_records();

}  // namespace patchbay::bench
