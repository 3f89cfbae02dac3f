// Start tags of an XML document that hold more attributes than we take, found before Expat reads
// them: Expat reads a whole tag before it calls a handler, and that takes long.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace patchbay::wire::xml {

// The offset of the first start tag with more than `attributes_max` attributes, or nothing. Reads
// each byte at most once. Where the text is not well-formed, it may miss a tag, but never names one
// that Expat would read as text: Expat stops before it.
[[nodiscard]] std::optional<std::size_t> find_crowded_tag(std::string_view text,
                                                          std::size_t attributes_max);

}  // namespace patchbay::wire::xml
