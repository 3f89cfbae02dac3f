// What core asks of the part that reads and writes files of customers.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "core/call/call.h"
#include "core/call/outcome.h"

namespace patchbay::core {

// Threads: any.
class Transfers {
 public:
  using Done = std::function<void(Result<Outcome>)>;
  // What is to be done, and with whose rights. Customers that do not stand at or below `reach` do
  // not exist for it.
  struct ExportJob {
    CustomerId below;
    CustomerId reach;
    ExportCustomers wanted;
  };
  struct ImportJob {
    CustomerId below;
    CustomerId reach;
    std::int64_t principal = 0;  // its number
    Caller caller;               // without credentials
    std::string reason;          // for history
    ImportCustomers wanted;
  };
  struct BulkJob {
    std::int64_t principal = 0;  // its number
    bool replayed = false;       // an earlier call with the same key began the batch
    Call like;                   // each change is asked for as in this; its id is that of the batch
    std::shared_ptr<BulkItems> items;
  };

  virtual ~Transfers() = default;
  // Each calls `done` once, later. Returns false, and does nothing, if too many wait.
  virtual bool begin(ExportJob job, Done done) = 0;
  virtual bool begin(ImportJob job, Done done) = 0;
  virtual bool begin(BulkJob job, Done done) = 0;
};

}  // namespace patchbay::core
