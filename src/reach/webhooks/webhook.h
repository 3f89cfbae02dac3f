// Webhooks: addresses that get a message for each change.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "base/clock.h"
#include "record/value/ids.h"

namespace patchbay::reach {

struct Webhook {
  std::int64_t id = 0;
  std::string name;
  std::string url;
  CustomerId below;                  // only changes of this customer and all that are now below it
  std::int64_t principal = 0;        // whose rights it has
  std::vector<std::string> doors{};  // only changes through these; empty: any
  std::vector<std::string> actions{};  // only changes with these actions; empty: any
  std::vector<std::string> fields{};   // only changes of one of these fields; empty: any
  std::vector<std::string> include{};  // fields whose new values are in the message; empty: none
  bool enabled = true;
  std::string secret{};      // WebhookKeys, sealed
  std::string old_secret{};  // keys that sign too until `old_until`; empty: none
  Instant old_until{};
  Version version = 0;
  bool deleted = false;
  bool operator==(const Webhook&) const = default;

  static constexpr std::size_t kMax = 200;  // of one store
};

}  // namespace patchbay::reach
