// A store that was filled through the server's own code, and is then altered by hand.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>

#include <gtest/gtest.h>

#include "store/open.h"
#include "store/support.h"
#include "store/verify.h"

namespace patchbay::store {

enum class Engine : std::uint8_t { sqlite, postgresql };

// The key of all stores here; whoever alters one does not have it.
[[nodiscard]] Integrity tamper_key();

// Filled in two stretches, each with a seal, and one entry more that has none:
//   1  customers 1, 101, 123 (below 1) and 124 (below 123); principal 1 alice with a password and
//      an API key; role 7; two tokens of alice, of which the second is then removed
//   2  customer 101 to version 4 (notes a, b, c); alice to version 2 with another password; role 7
//      to version 2 with fewer rights; the mark "demo"
//   -  customer 124 to version 2
// What stood after the first stretch is kept in the tables old_…, as by who copied it.
class TamperedStore {
 public:
  explicit TamperedStore(Engine engine);
  ~TamperedStore();
  TamperedStore(const TamperedStore&) = delete;
  TamperedStore& operator=(const TamperedStore&) = delete;

  // What was kept of what stood before is gone then: no store with other tables is opened.
  [[nodiscard]] std::unique_ptr<Store> open() const;
  void drop_old() const;
  // The folder or the address.
  [[nodiscard]] std::string place() const;
  // As somebody who has the database, and no key. Fails where nothing was altered.
  void alter(const std::string& sql) const;
  [[nodiscard]] std::string ask(const std::string& sql) const;
  // Bytes as this engine writes them in SQL.
  [[nodiscard]] std::string bytes(std::string_view raw) const;
  [[nodiscard]] VerifyReport verified(const VerifyOptions& against = {
                                          .integrity = tamper_key()}) const;
  void read(const std::function<void(ReadTransaction&)>& use, const Integrity& integrity) const;

 private:
  void fill() const;
  [[nodiscard]] std::unique_ptr<Store> open_it() const;

  const Engine engine_;
  const TempFolder folder_;
  const std::string url_;
};

[[nodiscard]] std::string name_of(Engine engine);

// Something that is done to one by hand.
struct Tampering {
  const char* name;
  const char* sql;
  const char* found;  // how the difference begins that verifying tells
};
[[nodiscard]] std::span<const Tampering> tamperings();

}  // namespace patchbay::store
