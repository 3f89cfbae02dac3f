// `patchbay user`: manages principals in the store of a data folder that no server uses.
#pragma once

#include <expected>
#include <memory>
#include <string>

#include "app/opened_store.h"
#include "cli/output.h"
#include "core/service.h"

namespace patchbay::app {

// One line from standard input, without echo on a terminal, where `prompt` is shown.
[[nodiscard]] std::string read_secret(const char* prompt);
// The same, or the variable PATCHBAY_PASSWORD.
[[nodiscard]] std::string read_password(const char* prompt);
// A password that is set: on a terminal it is asked for twice. The error is a sentence.
[[nodiscard]] std::expected<std::string, std::string> read_new_password();

// Manages the principals of a store with the rights of the system owner. Reports on standard error
// what is wrong.
class PrincipalAdministration {
 public:
  // `location` is where the store is. The arguments must outlive this.
  PrincipalAdministration(const OpenedStore& opened, std::string location, const Clock& clock,
                          Random& random);

  struct Done {
    int code = 0;
    wire::Tree tree{};
    std::string text{};
    std::string new_key{};  // an API key that was made
  };
  // Creates or changes a principal. A new API key is shown only this once. `force`: even if no
  // owner of the system would remain.
  [[nodiscard]] Done upsert(core::UpsertPrincipal wanted, bool force = false);
  // A line for each principal.
  [[nodiscard]] Done list();

 private:
  const std::string location_;
  const std::unique_ptr<core::Service> service_;
};

}  // namespace patchbay::app
