// `patchbay user`: manages principals in the store of a data folder that no server uses.
#pragma once

#include <expected>
#include <memory>
#include <string>

#include "app/opened_store.h"
#include "core/service.h"

namespace patchbay::app {

// One line from standard input, without echo on a terminal, where `prompt` is shown.
[[nodiscard]] std::string read_secret(const char* prompt);
// The same, or the variable PATCHBAY_PASSWORD.
[[nodiscard]] std::string read_password(const char* prompt);
// A password that is set: on a terminal it is asked for twice. The error is a sentence.
[[nodiscard]] std::expected<std::string, std::string> read_new_password();

// Manages the principals of a store with the rights of the system owner. Prints what it did and
// what is wrong. The functions return the exit code.
class PrincipalAdministration {
 public:
  // `location` is where the store is. The arguments must outlive this.
  PrincipalAdministration(const OpenedStore& opened, std::string location, const Clock& clock,
                          Random& random);

  // Creates or changes a principal and prints it. A new API key is printed only this once. `force`:
  // even if no owner of the system would remain.
  [[nodiscard]] int upsert(core::UpsertPrincipal wanted, bool force = false);
  // Prints a line for each principal.
  [[nodiscard]] int list();

 private:
  const std::string location_;
  const std::unique_ptr<core::Service> service_;
};

}  // namespace patchbay::app
