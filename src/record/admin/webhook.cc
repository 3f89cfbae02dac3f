// A webhook's members as words of a reference: "url=https://…", "door=flolive", "secret=…".
#include "record/admin/webhook.h"

#include "base/digest.h"
#include "base/text.h"

namespace patchbay {
namespace {

void add_all(std::vector<std::string>& out, const std::string& key,
             const std::vector<std::string>& values) {
  for (const std::string& each : values) out.push_back(key + each);
}

void read_word(Webhook& out, std::string_view key, const std::string& value) {
  if (key == "url") out.url = value;
  if (key == "principal") out.principal = parse_whole(value).value_or(0);
  if (key == "door") out.doors.push_back(value);
  if (key == "action") out.actions.push_back(value);
  if (key == "field") out.fields.push_back(value);
  if (key == "include") out.include.push_back(value);
  if (key == "disabled") out.enabled = false;
  if (key == "format") out.format = value;
  if (key == "query") out.query = value;
  if (key == "base_url") out.base_url = value;
  if (key == "secret") out.secret = parse_base64(value).value_or("");
  if (key == "old_secret") out.old_secret = parse_base64(value).value_or("");
  if (key == "old_until_us") out.old_until = {parse_whole(value).value_or(0)};
}

}  // namespace

Reference to_reference(const Webhook& webhook) {
  Reference out{.kind = ReferenceKind::webhook,
                .id = webhook.id,
                .owner = webhook.below,
                .name = webhook.name,
                .description = webhook.description,
                .settings = {},
                .words = {},
                .version = webhook.version,
                .deleted = webhook.deleted};
  out.words = {"url=" + webhook.url, "principal=" + std::to_string(webhook.principal)};
  add_all(out.words, "door=", webhook.doors);
  add_all(out.words, "action=", webhook.actions);
  add_all(out.words, "field=", webhook.fields);
  add_all(out.words, "include=", webhook.include);
  if (!webhook.enabled) out.words.emplace_back("disabled=");
  if (!webhook.format.empty()) out.words.push_back("format=" + webhook.format);
  if (!webhook.query.empty()) out.words.push_back("query=" + webhook.query);
  if (!webhook.base_url.empty()) out.words.push_back("base_url=" + webhook.base_url);
  out.words.push_back("secret=" + base64(webhook.secret));
  if (!webhook.old_secret.empty()) {
    out.words.push_back("old_secret=" + base64(webhook.old_secret));
    out.words.push_back("old_until_us=" + std::to_string(webhook.old_until.us));
  }
  return out;
}

Webhook to_webhook(const Reference& reference) {
  Webhook out{.id = reference.id,
              .name = reference.name,
              .description = reference.description,
              .url = {},
              .below = reference.owner,
              .version = reference.version,
              .deleted = reference.deleted};
  for (const std::string& word : reference.words)
    if (const auto at = word.find('='); at != std::string::npos)
      read_word(out, std::string_view(word).substr(0, at), word.substr(at + 1));
  return out;
}

}  // namespace patchbay
