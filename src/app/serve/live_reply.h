// The rest of an endless reply: the call is made again whenever the feed has grown.
#pragma once

#include <functional>
#include <memory>

#include "app/serve/exchange.h"
#include "app/serve/live_feed.h"
#include "core/service.h"

namespace patchbay::app {

// Makes the call of an exchange once more, on a thread that may take long, after the password of
// the caller was checked again if that is due.
using RepeatCall = std::function<void(const ExchangePtr& exchange, core::Completion complete)>;

// If nothing comes for this long, the reply says so: a reader that has closed is noticed, and the
// rights of the caller are looked at again.
inline constexpr std::chrono::seconds kHeartbeat{15};

// The call of `exchange` goes on behind what the reply holds already. `live` and what `repeat` uses
// must outlive every request.
[[nodiscard]] std::shared_ptr<http::BodySource> live_reply(ExchangePtr exchange, LiveFeed& live,
                                                           RepeatCall repeat);

}  // namespace patchbay::app
