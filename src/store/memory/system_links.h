// Links between customers and their copies in outside systems.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "store/memory/state.h"

namespace patchbay::store::memory {

[[nodiscard]] std::optional<SystemLink> find_system_link(const State& state, std::int64_t system,
                                                         CustomerId customer);
[[nodiscard]] std::optional<SystemLink> find_system_link_to(const State& state, std::int64_t system,
                                                            std::string_view there);
[[nodiscard]] std::vector<SystemLink> find_system_links(const State& state, std::int64_t system,
                                                        CustomerId after, bool open_only,
                                                        std::size_t limit);

void save_system_link(State& state, const SystemLink& link);
void remove_system_link(State& state, std::int64_t system, CustomerId customer);
void remove_system_links(State& state, std::int64_t system);

}  // namespace patchbay::store::memory
