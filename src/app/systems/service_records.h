// The record's side of outside systems: customers read and changed through core.
#pragma once

#include <memory>
#include <string>

#include "base/threads.h"
#include "core/service.h"
#include "reach/systems/description.h"

namespace patchbay::app {

// The author of changes in history that are made with the rights of the system owner.
inline constexpr const char* kSystemsAuthor = "patchbay apply";

struct ServiceRecordsOptions {
  core::Service& service;
  store::Store& store;  // of the service
  CustomerId below;
  std::string reason;                   // for history
  std::int64_t principal = 0;           // whose rights are used; 0: those of the system owner
  std::string door = "cli";             // for history
  Threads& threads = system_threads();  // that the caller and the store use
};

// The live customers below `below`. What is referred to must outlive the result.
[[nodiscard]] std::unique_ptr<reach::Records> service_records(ServiceRecordsOptions options);

}  // namespace patchbay::app
