// Creates and changes webhooks: what each member allows, new keys, and where delivery begins.
#include <algorithm>

#include "base/result.h"
#include "base/text.h"
#include "base/wording.h"
#include "core/access/principal_names.h"
#include "core/access/subject.h"
#include "core/admin/upsert.h"
#include "core/admin/versioned_save.h"
#include "core/admin/webhooks.h"
#include "record/admin/webhook_keys.h"
#include "record/field/field.h"
#include "record/history/event.h"

namespace patchbay::core {
namespace {

using Problems = std::vector<Problem>;

constexpr std::int64_t kDescriptionMax = 1000;

void check_text(Problems& problems, const char* member, const std::string& text, std::int64_t max,
                bool is_needed) {
  ValueRule rule{.max = max};
  rule.needed = is_needed;
  if (const auto refused = find_objection(rule, text)) add_problem(problems, member, *refused);
}

// Refuses items that `is_known` does not accept.
template <class Known>
void check_list(Problems& problems, const char* member,
                const std::optional<std::vector<std::string>>& list, const std::string& allowed,
                Known&& is_known) {
  if (!list) return;
  if (list->size() > Webhook::kListMax)
    return add_problem(problems, member,
                       "may hold at most " + std::to_string(Webhook::kListMax) + " items");
  for (const std::string& each : *list)
    if (!is_known(each))
      add_problem(problems, member, "may hold " + allowed + ", and not \"" + each + '"');
}

bool is_field(std::string_view key) {
  return std::ranges::any_of(field_rows(), [&](const FieldRow& each) { return each.key == key; });
}

bool is_open_field(std::string_view key) {
  return is_field(key) && std::ranges::none_of(field_rows(), [&](const FieldRow& each) {
           return each.key == key && each.secret();
         });
}

void check_lists(Problems& problems, const UpsertContext& context, const UpsertWebhook& requested) {
  const std::vector<std::string>* doors = context.doors;
  check_list(problems, "doors", requested.doors,
             "the names of doors" + (doors ? ": " + join(*doors, ", ") : std::string()),
             [&](const std::string& each) {
               return !doors || doors->empty() || std::ranges::find(*doors, each) != doors->end();
             });
  check_list(problems, "actions", requested.actions,
             join(std::vector<std::string>(std::begin(kActions), std::end(kActions)), ", "),
             [](const std::string& each) {
               return std::ranges::find(kActions, each) != std::end(kActions);
             });
  check_list(problems, "fields", requested.fields, "keys of fields, as GET /v1/fields lists them",
             is_field);
  check_list(problems, "include", requested.include,
             "keys of fields that are not secret, as GET /v1/fields lists them", is_open_field);
}

void check_url(Problems& problems, const UpsertContext& context, const Webhook& webhook,
               const std::string& field) {
  const bool is_reported = std::ranges::find(problems, field, &Problem::field) != problems.end();
  if (is_reported) return;
  if (webhook.url.empty()) return add_problem(problems, field, "is required");
  if (webhook.has_own_addresses() && webhook.format.empty()) return;
  if (webhook.has_own_addresses())
    return add_problem(problems, field, "must be the address of who registered at the door");
  if (!context.deliveries)
    return add_problem(problems, field,
                       "cannot be delivered to, because this server does not deliver");
  if (auto objection = context.deliveries->objection_to(webhook.url); !objection.empty())
    add_problem(problems, field, std::move(objection));
}

void apply(Webhook& out, const UpsertWebhook& requested) {
  if (requested.name) out.name = *requested.name;
  if (requested.description) out.description = *requested.description;
  if (requested.url) out.url = *requested.url;
  if (requested.below) out.below = *requested.below;
  if (requested.doors) out.doors = *requested.doors;
  if (requested.actions) out.actions = *requested.actions;
  if (requested.fields) out.fields = *requested.fields;
  if (requested.include) out.include = *requested.include;
  if (requested.enabled) out.enabled = *requested.enabled;
  if (requested.deleted) out.deleted = *requested.deleted;
  if (out.id != 0) return;
  out.format = requested.format.value_or(std::string());
  out.query = requested.query;
  out.base_url = requested.base_url;
}

void check(Problems& problems, const UpsertContext& context, const UpsertWebhook& requested,
           const Webhook& out) {
  if (requested.name || out.id == 0) check_text(problems, "name", out.name, kNameMax, true);
  if (requested.description)
    check_text(problems, "description", out.description, kDescriptionMax, false);
  if ((requested.below || out.id == 0) && !is_in_reach(context, out.below))
    add_problem(problems, "below", "must be the id of an existing customer");
  if (requested.url || out.id == 0) check_url(problems, context, out, requested.url_field);
  if (requested.rotate_s &&
      (*requested.rotate_s < 0 || *requested.rotate_s > UpsertWebhook::kRotateSecondsMax))
    add_problem(
        problems, "keep_old_s",
        "must be a whole number from 0 to " + std::to_string(UpsertWebhook::kRotateSecondsMax));
  check_lists(problems, context, requested);
  if (!out.format.empty() && requested.include && !requested.include->empty())
    add_problem(problems, "include",
                "must be empty: the messages of who registered at a door show the customer");
  if (out.id == 0 &&
      context.reader.references(ReferenceKind::webhook, 0, Webhook::kMax).size() >= Webhook::kMax)
    add_problem(
        problems, "",
        "would be one more than " + std::to_string(Webhook::kMax) + " webhooks: delete one first",
        ErrorKind::conflict);
}

// Gives it new keys. Returns what the receiver needs.
std::string rotate(const UpsertContext& context, Webhook& out, std::int64_t keep_old_s) {
  const WebhookKeys keys = WebhookKeys::make(context.random);
  const bool keeps_old = !out.secret.empty() && keep_old_s > 0;
  out.old_secret = keeps_old ? out.secret : std::string();
  out.old_until = keeps_old ? context.by.time.plus_seconds(keep_old_s) : Instant{};
  out.secret = context.sealer->box(keys.bytes(), WebhookKeys::bound(out.id));
  return keys.shared_text();
}

// What is kept of delivery follows the webhook. It begins with what comes next.
void save_destination(const UpsertContext& context, const UpsertWebhook& requested,
                      const Webhook& out, bool is_new) {
  store::Transaction& transaction = *context.transaction;
  if (out.deleted) return transaction.remove_destination(out.id);
  if (is_new)
    return transaction.save(Destination{
        .id = out.id,
        .position = transaction.feed({.below = kRoot, .after = std::nullopt, .limit = 1}).next});
  auto kept = requested.enabled.value_or(false) ? transaction.destination(out.id) : std::nullopt;
  if (!kept || (kept->stopped.empty() && kept->failures == 0)) return;
  kept->stopped.clear();
  kept->failures = 0;
  kept->failing_since = kept->paused_until = {};
  ++kept->generation;
  transaction.save(*kept);
}

}  // namespace

Result<Outcome> upsert_webhook(const UpsertContext& context, const Call& call,
                               const UpsertWebhook& requested) {
  TRY_DO(require_role(context.actor, call.required_privilege, Access::change));
  TRY_DO(require_role(context.actor, privilege_to_upsert(ReferenceKind::webhook), Access::change));
  const bool is_new = !requested.id;
  std::optional<Reference> before;
  Webhook out{.id = 0, .name = {}, .url = {}, .below = context.actor.home()};
  if (!is_new) {
    out = TRY(find_webhook(context.reader, context.actor, *requested.id, requested.format));
    before = to_reference(out);
  }
  apply(out, requested);
  Problems problems = call.problems;
  check(problems, context, requested, out);
  if (!problems.empty()) return std::unexpected(Fault(std::move(problems)));
  if (is_new && context.transaction)
    out.id = context.transaction->next_reference(ReferenceKind::webhook);
  Webhooks reply{.webhooks = {},
                 .one = true,
                 .made = is_new,
                 .rehearsed = call.options.rehearse,
                 .new_secret = {}};
  if (is_new || requested.rotate_s)
    reply.new_secret = rotate(context, out, requested.rotate_s.value_or(0));
  // A principal who changes what is sent, or where, answers for it with their rights.
  Reference after = to_reference(out);
  if (!out.deleted && (!before || after.words != before->words || after.owner != before->owner))
    out.principal = context.actor.principal.id;
  after = to_reference(out);
  TRY_DO(save_versioned(context, call, before ? &*before : nullptr, after));
  out.version = after.version;
  if (context.transaction) save_destination(context, requested, out, is_new);
  if (call.options.rehearse) reply.new_secret.clear();
  if (is_new && call.options.rehearse) out.id = 0;
  reply.webhooks.push_back(view_of(context.reader, std::move(out), *context.sealer));
  return reply;
}

}  // namespace patchbay::core
