// Address blocks: "10.0.0.0/8", "192.0.2.7", "2001:db8::/32".
#pragma once

#include <string>
#include <string_view>

namespace patchbay {

[[nodiscard]] bool is_cidr_block(std::string_view text);
// Whether every address of the block `inner` lies in the block `outer`. False if either is not a
// block.
[[nodiscard]] bool is_block_within(std::string_view inner, std::string_view outer);
// Whether `address`, an IPv4 or IPv6 literal, lies in `block`. False if either cannot be parsed.
[[nodiscard]] bool block_contains(std::string_view block, std::string_view address);
// Returns the block that counts as one source: an IPv4 address itself, or the /64 of an IPv6
// address, because one host usually has all addresses of a /64. Returns other text unchanged.
[[nodiscard]] std::string to_source_block(std::string_view address);

}  // namespace patchbay
