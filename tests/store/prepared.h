// The statements that this program has prepared, each text once, caught where the engines take it.
#pragma once

#include <set>
#include <string>

namespace patchbay::store {

enum class Engine : std::uint8_t { sqlite, postgresql };

// Of one engine, by whichever connection. Of a cursor, the query that it goes through. Any thread.
[[nodiscard]] std::set<std::string> prepared_so_far(Engine engine);
void forget_prepared();

}  // namespace patchbay::store
