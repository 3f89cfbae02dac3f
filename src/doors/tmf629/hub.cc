// Reads and shows registrations.
#include "doors/tmf629/hub.h"

#include <algorithm>

#include "base/text.h"
#include "doors/shared/spelling.h"
#include "doors/tmf629/events.h"
#include "doors/tmf629/read_body.h"

namespace patchbay::doors::tmf629 {
namespace {

using wire::Object;
using wire::Tree;

constexpr std::string_view kCallback = "callback";
constexpr std::string_view kQuery = "query";
// What a registration may say. The last three, which v5 has for every object, change nothing.
constexpr std::string_view kKnown[] = {kCallback, kQuery, "@type", "@baseType", "@schemaLocation"};

// No webhook has the number 0, so a text that is not a number is unknown like any other.
std::int64_t number_in(const CallInput& input) {
  return parse_whole(input.routed.segment(0)).value_or(0);
}

// Registrations have no members to choose.
void refuse_selection(CallInput& input) {
  if (!input.query.selection.everything)
    input.decoded.call.problems.push_back(
        {ErrorKind::invalid, "fields", "is for customers, and not for the hub", 0});
}

void read_member(CallInput& input, const std::string& name, const Tree& value,
                 core::UpsertWebhook& out) {
  std::vector<Problem>& problems = input.decoded.call.problems;
  if (std::ranges::find(kKnown, name) == std::end(kKnown))
    return problems.push_back(unknown_field(name, kKnown, problems));
  if (value.is_null()) return;
  if (!value.text())
    return problems.push_back(
        {ErrorKind::invalid, name, "must be a string, not " + std::string(value.kind()), 0});
  if (name == kCallback) out.url = *value.text();
  if (name != kQuery) return;
  out.query = *value.text();
  (void)read_listening(*value.text(), input.release, problems);
}

}  // namespace

core::Request read_register(CallInput& input) {
  const std::string release(row(input.release).name);
  core::UpsertWebhook out{.id = std::nullopt, .name = "TMF629 " + release + " listener"};
  out.format = std::string(event_format_name(input.release));
  out.base_url = input.decoded.base_url;
  out.url_field = kCallback;
  refuse_selection(input);
  constexpr std::string_view kAccepted[] = {kJson};
  if (!has_type(input, kAccepted)) return out;
  const auto body = read_object(input);
  if (!body) return out;
  for (const auto& [name, value] : *body) read_member(input, name, value, out);
  return out;
}

core::Request read_get_registration(CallInput& input) {
  refuse_selection(input);
  return core::GetWebhook{.id = number_in(input),
                          .format = std::string(event_format_name(input.release))};
}

core::Request read_unregister(CallInput& input) {
  refuse_selection(input);
  core::UpsertWebhook out{.id = number_in(input), .deleted = true};
  out.format = std::string(event_format_name(input.release));
  return out;
}

std::string registration_path(const Webhook& webhook, Release release) {
  return std::string(row(release).base) + "hub/" + std::to_string(webhook.id);
}

Tree registration_json(const Webhook& webhook, Release release, std::string_view base_url) {
  Object out;
  if (release == Release::v5) out.emplace_back("@type", "Hub");
  out.emplace_back("id", std::to_string(webhook.id));
  if (release == Release::v5)
    out.emplace_back("href", std::string(base_url) + registration_path(webhook, release));
  out.emplace_back(kCallback, webhook.url);
  if (!webhook.query.empty()) out.emplace_back(kQuery, webhook.query);
  return Tree(std::move(out));
}

}  // namespace patchbay::doors::tmf629
