// Address blocks: "10.0.0.0/8", "192.0.2.7", "2001:db8::/32".
#pragma once

#include <string>
#include <string_view>

namespace patchbay {

[[nodiscard]] bool is_cidr_block(std::string_view text);
// Whether every address of the block `inner` lies in the block `outer`. False where either cannot
// be read.
[[nodiscard]] bool is_block_within(std::string_view inner, std::string_view outer);
// Whether `address`, an IPv4 or IPv6 literal, lies in `block`. False where either cannot be read.
[[nodiscard]] bool block_contains(std::string_view block, std::string_view address);
// What counts as one source: an IPv4 address itself, of an IPv6 address its /64, since whoever has
// one address there has all of them. What is no address is given back as it is.
[[nodiscard]] std::string to_source_block(std::string_view address);

}  // namespace patchbay
