// Calls about webhooks. One that is not given by its number is unknown.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/clock.h"
#include "record/value/ids.h"

namespace patchbay::core {

struct ListWebhooks {
  std::int64_t after = 0;
  std::size_t limit = 100;
};
struct GetWebhook {
  std::int64_t id = 0;
  std::optional<std::string> format{};  // one of another is unknown
};
// Creates a webhook (no id) or changes one. Members that are not given stay as they are.
struct UpsertWebhook {
  std::optional<std::int64_t> id;
  std::optional<std::string> name;
  std::optional<std::string> description;
  std::optional<std::string> url;
  std::optional<CustomerId> below;  // default for a new one: the caller's home
  std::optional<std::vector<std::string>> doors;
  std::optional<std::vector<std::string>> actions;
  std::optional<std::vector<std::string>> fields;
  std::optional<std::vector<std::string>> include;
  std::optional<bool> enabled;  // true also lets a stopped webhook go on
  std::optional<bool> deleted;
  // Makes new keys; those before sign too for so long.
  std::optional<std::int64_t> rotate_s;
  // The form of messages of a door, see Webhook. One that exists must have it, or is unknown; it
  // and the two others are those of a new one for good.
  std::optional<std::string> format{};
  std::string query{};
  std::string base_url{};
  std::string url_field{"url"};  // the caller's spelling of `url`

  static constexpr std::int64_t kRotateSecondsMax = std::int64_t{30} * 24 * 3600;
  static constexpr std::int64_t kRotateSeconds = std::int64_t{24} * 3600;
};
struct TestWebhook {
  std::int64_t id = 0;
};
// Attempts to deliver, newest first.
struct ListDeliveries {
  enum class Which : std::uint8_t {
    all,
    delivered,  // were taken
    failed,     // were not
    dead,       // of changes that are not tried any more
  };
  std::int64_t id = 0;
  Which which = Which::all;
  std::int64_t before = 0;               // 0: from the newest
  std::size_t limit = 50;                // at most 1000
  std::optional<CustomerId> customer{};  // only for changes of this one
};
// Delivers again.
struct ReplayDeliveries {
  struct Failed {};  // all that wait, and those that are not tried any more
  struct SincePosition {
    std::string position;  // encrypted
  };
  std::int64_t id = 0;
  // The change of an attempt by its number, the failed, or everything since a position or a time.
  std::variant<std::int64_t, Failed, SincePosition, Instant> what;
};

}  // namespace patchbay::core
