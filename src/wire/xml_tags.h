// Finds start tags with too many attributes before Expat reads the document. Expat reads a whole
// tag before it calls a handler, and that takes long.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace patchbay::wire::xml {

// The offset of the first start tag with more than `attributes_max` attributes, or nothing. Reads
// each byte at most once. In a text that is not well-formed it may miss a tag, but it never reports
// something that Expat would read as text, because Expat stops before it.
[[nodiscard]] std::optional<std::size_t> find_crowded_tag(std::string_view text,
                                                          std::size_t attributes_max);

}  // namespace patchbay::wire::xml
