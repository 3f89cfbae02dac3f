// Why the server itself refuses requests.
#pragma once

#include <string_view>

namespace patchbay::app {

inline constexpr std::string_view kForeign =
    "this request came from a web page of another origin, as its header Origin or Sec-Fetch-Site "
    "says: changes are accepted only from pages of this server itself and of the hosts in the "
    "setting server.hosts; to allow that page, add its host there";

inline constexpr std::string_view kUnknownPage =
    "a browser sent this request for a web page whose host is not in the setting server.hosts: add "
    "it there to allow the page";

inline constexpr std::string_view kManySignIns = "too many sign-ins at once; try again";

inline constexpr std::string_view kOtherHost =
    "this server does not answer to that host name: it answers to those of the setting "
    "server.hosts";

}  // namespace patchbay::app
