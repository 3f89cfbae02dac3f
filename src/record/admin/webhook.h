// Webhooks: addresses that get a message for each change. A store keeps each as a reference, so
// that history, seals, copies and backups hold it like the others.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "record/admin/reference.h"

namespace patchbay {

struct Webhook {
  std::int64_t id = 0;
  std::string name;
  std::string description{};
  std::string url;                   // or kOwnAddress
  CustomerId below;                  // only changes of this customer and all that are now below it
  std::int64_t principal = 0;        // whose rights it has: of who changed it last
  std::vector<std::string> doors{};  // only changes through these; empty: any
  std::vector<std::string> actions{};  // only changes with these actions; empty: any
  std::vector<std::string> fields{};   // only changes of one of these fields; empty: any
  std::vector<std::string> include{};  // fields whose new values are in the message; empty: none
  bool enabled = true;
  // One that was registered at a door has the form of its messages, what it asked for in the words
  // of the door, and where it reached this server, for links. The others have none of them.
  std::string format{};
  std::string query{};
  std::string base_url{};
  std::string secret{};      // WebhookKeys, sealed
  std::string old_secret{};  // keys that sign too until `old_until`; empty: none
  Instant old_until{};
  Version version = 0;
  bool deleted = false;
  bool operator==(const Webhook&) const = default;

  // In place of an address: each change goes to the address in the customer's own field events_url.
  static constexpr std::string_view kOwnAddress = "customer:events_url";
  [[nodiscard]] bool has_own_addresses() const { return url == kOwnAddress; }

  static constexpr std::size_t kMax = 200;      // of one store
  static constexpr std::size_t kListMax = 100;  // doors, actions, fields, included fields
};

[[nodiscard]] Reference to_reference(const Webhook& webhook);
// Members that cannot be read are left out.
[[nodiscard]] Webhook to_webhook(const Reference& reference);

}  // namespace patchbay
