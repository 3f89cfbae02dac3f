// A store that was filled through the server's code and is then changed by hand.
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

// The key of all stores here, which the attacker does not have.
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

  // Opens the store after it drops the copies, because a store with other tables is not opened.
  [[nodiscard]] std::unique_ptr<Store> open() const;
  void drop_old() const;
  // The folder or the URL.
  [[nodiscard]] std::string place() const;
  // Changes rows as someone with access to the database and without the key. Fails if no row
  // changed.
  void alter(const std::string& sql) const;
  [[nodiscard]] std::string ask(const std::string& sql) const;
  // Returns bytes as an SQL literal of this engine.
  [[nodiscard]] std::string bytes(std::string_view raw) const;
  [[nodiscard]] VerifyReport verified(const VerifyOptions& against = {
                                          .integrity = tamper_key()}) const;
  void read(const std::function<void(ReadTransaction&)>& use, const Integrity& integrity) const;

 private:
  void open_readers(const UseReaders& use, const Integrity& integrity) const;

  void fill() const;
  [[nodiscard]] std::unique_ptr<Store> open_it() const;

  const Engine engine_;
  const TempFolder folder_;
  const std::string url_;
};

[[nodiscard]] std::string name_of(Engine engine);

// A manual change.
struct Tampering {
  const char* name;
  const char* sql;
  const char* found;  // beginning of the difference that verification reports
};
[[nodiscard]] std::span<const Tampering> tamperings();

}  // namespace patchbay::store
