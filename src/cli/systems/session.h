// What the commands about outside systems work with.
#pragma once

#include <expected>
#include <functional>
#include <memory>
#include <string>

#include "app/systems/link_file.h"
#include "app/systems/system_file.h"
#include "cli/store_flags.h"
#include "reach/systems/application.h"

namespace patchbay::app {

struct SystemSession {
  const SystemFile& file;
  reach::SystemDescription description;  // of the file, with the key of the digests
  reach::Records& records;
  reach::RemoteSystem& remote;
  LinkFile& links;
};

struct SystemUse {
  bool writes_record = false;  // no server may use the folder of the store then
  LinkFile::Use links = LinkFile::Use::read;
};

// Opens the store, the links and a client for the system, and calls `use`. Returns what `use`
// returns, or a sentence for the operator.
[[nodiscard]] std::expected<int, std::string> with_system(
    const StorePlace& place, const SystemFile& file, SystemUse how,
    const std::function<int(SystemSession&)>& use);

// Prints each sentence and returns kError.
[[nodiscard]] int report_all(const std::vector<std::string>& sentences);

}  // namespace patchbay::app
