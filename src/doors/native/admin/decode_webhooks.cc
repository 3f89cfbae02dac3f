// Reads the routes about webhooks.
#include "base/text.h"
#include "base/timestamps.h"
#include "doors/native/admin/member.h"
#include "doors/native/admin/webhook_json.h"
#include "doors/native/cursor.h"
#include "doors/native/decode_calls.h"
#include "doors/shared/spelling.h"

namespace patchbay::doors::native {
namespace {

// No webhook has the number 0, so a text that is not a number is unknown like any other.
std::int64_t webhook_number(const RoutedRequest& routed) {
  return parse_whole(routed.segment(0)).value_or(0);
}

void begin(QueryReader& query, DecodedRequest& decoded, bool writes) {
  decoded.call.required_privilege = kAdministers;
  if (writes) read_rehearsal(query, decoded);
}

void refuse_member(DecodedRequest& decoded, const std::string& member, std::string what) {
  decoded.call.problems.push_back({ErrorKind::invalid, member, std::move(what), 0});
}

// One member of a replay.
void read_replay(const std::string& key, const wire::Tree& value, core::ReplayDeliveries& out,
                 DecodedRequest& decoded) {
  const Member member(key, value, decoded.call.problems);
  if (key == "delivery") {
    std::optional<std::int64_t> number;
    member.whole(number);
    if (number) out.what = *number;
  } else if (key == "failed") {
    if (!value.boolean() || !*value.boolean()) return member.refuse("true");
    out.what = core::ReplayDeliveries::Failed{};
  } else if (key == "after") {
    std::optional<std::string> position;
    member.text(position);
    if (position) out.what = core::ReplayDeliveries::SincePosition{*std::move(position)};
  } else {
    std::optional<std::string> text;
    member.text(text);
    if (!text) return;
    const auto time = parse_time(*text, TimeFrom::elsewhere);
    if (!time) return refuse_member(decoded, key, time.error());
    out.what = *time;
  }
}

}  // namespace

void read_list_webhooks(const RoutedRequest& /*routed*/, QueryReader& query,
                        DecodedRequest& decoded) {
  begin(query, decoded, /*writes=*/false);
  decoded.size = query.size(kLimit);
  const ListPosition after = query.cursor(kCursor, kById).value_or(ListPosition{});
  decoded.call.request = core::ListWebhooks{after.id.value, decoded.size};
}

void read_create_webhook(const RoutedRequest& routed, QueryReader& query, DecodedRequest& decoded) {
  core::UpsertWebhook upsert;
  read_webhook(body(routed, decoded), upsert, decoded.call.problems);
  begin(query, decoded, /*writes=*/true);
  decoded.call.request = std::move(upsert);
}

void read_get_webhook(const RoutedRequest& routed, QueryReader& query, DecodedRequest& decoded) {
  begin(query, decoded, /*writes=*/false);
  decoded.call.request = core::GetWebhook{webhook_number(routed)};
}

void read_patch_webhook(const RoutedRequest& routed, QueryReader& query, DecodedRequest& decoded) {
  core::UpsertWebhook upsert{.id = webhook_number(routed)};
  read_webhook(body(routed, decoded), upsert, decoded.call.problems);
  begin(query, decoded, /*writes=*/true);
  decoded.call.request = std::move(upsert);
}

void read_delete_webhook(const RoutedRequest& routed, QueryReader& query, DecodedRequest& decoded) {
  begin(query, decoded, /*writes=*/true);
  decoded.call.request = core::UpsertWebhook{.id = webhook_number(routed), .deleted = true};
}

void read_webhook_history(const RoutedRequest& routed, QueryReader& query,
                          DecodedRequest& decoded) {
  begin(query, decoded, /*writes=*/false);
  core::ListAdminHistory history{.kind = ReferenceKind::webhook,
                                 .id = std::to_string(webhook_number(routed))};
  history.limit = query.size(kHistoryLimit);
  history.before = query.whole(kBefore).value_or(0);
  decoded.call.request = std::move(history);
}

void read_rotate_webhook(const RoutedRequest& routed, QueryReader& query, DecodedRequest& decoded) {
  constexpr std::string_view kKnown[] = {"keep_old_s"};
  core::UpsertWebhook upsert{.id = webhook_number(routed),
                             .rotate_s = core::UpsertWebhook::kRotateSeconds};
  for (const auto& [key, value] : body(routed, decoded)) {
    if (key == kKnown[0])
      Member(key, value, decoded.call.problems).whole(upsert.rotate_s);
    else
      decoded.call.problems.push_back(unknown_field(key, kKnown, decoded.call.problems));
  }
  begin(query, decoded, /*writes=*/true);
  decoded.call.request = std::move(upsert);
}

void read_test_webhook(const RoutedRequest& routed, QueryReader& query, DecodedRequest& decoded) {
  begin(query, decoded, /*writes=*/true);
  decoded.call.request = core::TestWebhook{webhook_number(routed)};
}

void read_list_deliveries(const RoutedRequest& routed, QueryReader& query,
                          DecodedRequest& decoded) {
  begin(query, decoded, /*writes=*/false);
  core::ListDeliveries list{.id = webhook_number(routed)};
  list.limit = query.size(kDeliveryLimit);
  list.before = query.whole(kBeforeNumber).value_or(0);
  list.which = static_cast<core::ListDeliveries::Which>(query.enumerated(kDelivered));
  if (const auto customer = query.whole(kCustomer)) list.customer = CustomerId{*customer};
  decoded.call.request = list;
}

void read_replay_deliveries(const RoutedRequest& routed, QueryReader& query,
                            DecodedRequest& decoded) {
  constexpr std::string_view kKnown[] = {"delivery", "failed", "after", "from"};
  core::ReplayDeliveries replay{.id = webhook_number(routed), .what = {}};
  std::size_t given = 0;
  for (const auto& [key, value] : body(routed, decoded)) {
    if (std::ranges::find(kKnown, key) == std::end(kKnown)) {
      decoded.call.problems.push_back(unknown_field(key, kKnown, decoded.call.problems));
      continue;
    }
    ++given;
    read_replay(key, value, replay, decoded);
  }
  if (given != 1 && !decoded.refused && decoded.call.problems.empty())
    refuse_member(decoded, "", "exactly one of delivery, failed, after and from must be given");
  begin(query, decoded, /*writes=*/true);
  decoded.call.request = std::move(replay);
}

}  // namespace patchbay::doors::native
