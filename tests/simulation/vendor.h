// An outside system: a small list of customers that speaks the dialect of Everlytic, written from
// its document alone, and a network to it that cuts and lies. It outlives the server.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>

#include "reach/systems/exchange.h"
#include "simulation/rare_states.h"
#include "simulation/world.h"

namespace patchbay::simulation {

class Vendor final : public reach::Exchange {
 public:
  using Customer = std::map<std::string, std::string>;  // by the name of the field

  // The arguments must outlive this object.
  Vendor(World& world, Reached& reached) : world_(world), reached_(reached) {}

  [[nodiscard]] http::ClientReply exchange(http::ClientRequest request) override;
  void pause(int seconds) override;

  // Somebody who works there gives a customer another name.
  void edit();
  // From now on all requests arrive, and so do their replies.
  void mend() { is_mended_ = true; }

  [[nodiscard]] const std::map<std::int64_t, Customer>& customers() const { return customers_; }
  // Names that were given there, and not by requests.
  [[nodiscard]] const std::set<std::string>& own_names() const { return own_names_; }
  // Requests that changed a customer there, by its number.
  [[nodiscard]] const std::map<std::int64_t, std::size_t>& writes() const { return writes_; }
  // Customers that were made by a request whose reply was lost.
  [[nodiscard]] const std::set<std::int64_t>& made_unheard() const { return made_unheard_; }

 private:
  [[nodiscard]] http::ClientReply serve(const http::ClientRequest& request);
  [[nodiscard]] http::ClientReply make(const std::string& body);
  [[nodiscard]] http::ClientReply change(std::int64_t id, const std::string& body);
  [[nodiscard]] http::ClientReply page(const std::string& target) const;
  [[nodiscard]] http::ClientReply shown(std::int64_t id, int status) const;
  void note_lost(const http::ClientRequest& request, std::size_t before);

  World& world_;
  Reached& reached_;
  std::map<std::int64_t, Customer> customers_;
  std::set<std::string> own_names_;
  std::map<std::int64_t, std::size_t> writes_;
  std::set<std::int64_t> made_unheard_;
  std::int64_t newest_ = 5000;
  std::uint64_t edits_ = 0;
  bool is_mended_ = false;
};

}  // namespace patchbay::simulation
