// The statements that this program has prepared, each text once, recorded at the engines'
// functions.
#pragma once

#include <set>
#include <string>

namespace patchbay::store {

enum class Engine : std::uint8_t { sqlite, postgresql };

// Returns the statements of one engine, from all connections. For a cursor, the query it runs.
// Threads: any.
[[nodiscard]] std::set<std::string> prepared_so_far(Engine engine);
void forget_prepared();

}  // namespace patchbay::store
