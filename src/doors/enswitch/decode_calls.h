// The decoders of the calls, one for each call's parameters.
#pragma once

#include "doors/door.h"
#include "doors/enswitch/parameters.h"

namespace patchbay::doors::enswitch {

// Returns what is requested, and sets in the DecodedRequest how to do it and what the reply needs.
// The error is for a request that cannot be read; problems of the input stay in `given`.
using CallDecoder = Result<core::Request> (*)(Parameters& given, const DialectSettings& settings,
                                              DecodedRequest& decoded);

[[nodiscard]] Result<core::Request> read_update(Parameters&, const DialectSettings&,
                                                DecodedRequest&);
[[nodiscard]] Result<core::Request> read_create(Parameters&, const DialectSettings&,
                                                DecodedRequest&);

[[nodiscard]] Result<core::Request> read_delete(Parameters&, const DialectSettings&,
                                                DecodedRequest&);
[[nodiscard]] Result<core::Request> read_undelete(Parameters&, const DialectSettings&,
                                                  DecodedRequest&);
[[nodiscard]] Result<core::Request> read_move(Parameters&, const DialectSettings&, DecodedRequest&);
[[nodiscard]] Result<core::Request> read_add_balance(Parameters&, const DialectSettings&,
                                                     DecodedRequest&);
[[nodiscard]] Result<core::Request> read_add_time(Parameters&, const DialectSettings&,
                                                  DecodedRequest&);

[[nodiscard]] Result<core::Request> read_get(Parameters&, const DialectSettings&, DecodedRequest&);
[[nodiscard]] Result<core::Request> read_list(Parameters&, const DialectSettings&, DecodedRequest&);
[[nodiscard]] Result<core::Request> read_login(Parameters&, const DialectSettings&,
                                               DecodedRequest&);

// The customer that `id` names. The parameter is required.
[[nodiscard]] Result<CustomerId> read_id(Parameters& given);

// Marks a reply that counts instead of listing.
inline constexpr std::string_view kCounted = "count";

}  // namespace patchbay::doors::enswitch
