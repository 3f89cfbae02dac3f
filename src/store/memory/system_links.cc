// Two trees: by customer, and by what a customer is called in the system.
#include "store/memory/system_links.h"

#include <string>

namespace patchbay::store::memory {

std::optional<SystemLink> find_system_link(const State& state, std::int64_t system,
                                           CustomerId customer) {
  const SystemLink* found = state.system_links.find({system, customer});
  return found ? std::optional(*found) : std::nullopt;
}

std::optional<SystemLink> find_system_link_to(const State& state, std::int64_t system,
                                              std::string_view there) {
  const CustomerId* customer = state.system_links_there.find({system, std::string(there)});
  return customer ? find_system_link(state, system, *customer) : std::nullopt;
}

std::vector<SystemLink> find_system_links(const State& state, std::int64_t system, CustomerId after,
                                          bool open_only, std::size_t limit) {
  std::vector<SystemLink> out;
  state.system_links.walk_after({system, after}, [&](const auto& key, const SystemLink& link) {
    if (key.first != system || out.size() >= limit) return false;
    if (!open_only || !link.open.empty()) out.push_back(link);
    return true;
  });
  return out;
}

void save_system_link(State& state, const SystemLink& link) {
  remove_system_link(state, link.system, link.customer);
  state.system_links.put({link.system, link.customer}, link);
  state.system_links_there.put({link.system, link.there}, link.customer);
}

void remove_system_link(State& state, std::int64_t system, CustomerId customer) {
  const auto old = find_system_link(state, system, customer);
  if (!old) return;
  const std::pair there{system, old->there};
  const CustomerId* known = state.system_links_there.find(there);
  if (known && *known == customer) state.system_links_there.erase(there);
  state.system_links.erase({system, customer});
}

void remove_system_links(State& state, std::int64_t system) {
  for (const SystemLink& each :
       find_system_links(state, system, CustomerId{0}, /*open_only=*/false, SIZE_MAX))
    remove_system_link(state, system, each.customer);
}

}  // namespace patchbay::store::memory
