// How many connections a process can hold.
#pragma once

#include <cstddef>

#include <sys/resource.h>

namespace patchbay::app {

// Raises the limit of descriptors to what `wanted` connections and `own` other files may need,
// because the usual limit is lower and a process without descriptors cannot work. `each`: the
// descriptors of one connection. Returns the number of connections that the limit allows.
[[nodiscard]] std::size_t raise_descriptor_limit(std::size_t wanted, rlim_t own,
                                                 std::size_t each = 1);

}  // namespace patchbay::app
