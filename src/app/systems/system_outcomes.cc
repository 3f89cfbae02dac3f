// Turns values into what people read.
#include "app/systems/system_outcomes.h"

#include <algorithm>

namespace patchbay::app {
namespace {

core::SystemFinding to_finding(const reach::Finding& from, std::string_view key) {
  core::SystemFinding out{.id = from.id,
                          .customer = from.customer,
                          .name = from.name,
                          .version = from.version,
                          .there = from.remote,
                          .makes = from.makes,
                          .is_new_link = from.is_new_link,
                          .writes = {},
                          .conflicts = {},
                          .losses = {}};
  for (const reach::Operation& each : from.plan.operations)
    out.writes.push_back({.field = each.name,
                          .to_system = each.to == reach::Operation::To::system,
                          .before = readable_text(each.before),
                          .after = readable_text(each.after),
                          .before_digest = reach::digest(each.before, key),
                          .after_digest = reach::digest(each.after, key),
                          .overrules = each.overrules});
  for (const reach::Conflict& each : from.plan.conflicts)
    out.conflicts.push_back({each.name, std::string(word(each.decision)), readable_text(each.ours),
                             readable_text(each.theirs)});
  for (const doors::Loss& each : from.plan.losses)
    out.losses.push_back({each.field, std::string(doors::word(each.kind)), each.why,
                          std::string(doors::advice(each.kind))});
  return out;
}

}  // namespace

std::optional<std::string> readable_text(const std::optional<Value>& value) {
  if (!value) return std::nullopt;
  const auto* text = std::get_if<std::string>(&*value);
  return text ? *text : describe(*value);
}

core::SystemComparison to_outcome(reach::Comparison found, const core::CompareSystem& compare,
                                  Version version, std::string_view digest_key,
                                  std::size_t remarks_max) {
  core::SystemComparison out{.plans = compare.plans,
                             .version = version,
                             .compared = found.compared,
                             .findings = {},
                             .remarks = {},
                             .remarked = found.remarks.size()};
  std::ranges::sort(found.findings, {}, &reach::Finding::id);
  for (const reach::Finding& each : found.findings) {
    if (compare.plans ? !each.has_changes() : !each.has_differences()) continue;
    ++out.found;
    if (each.id <= compare.after || out.more) continue;
    out.more = out.findings.size() == compare.limit;
    if (!out.more) out.findings.push_back(to_finding(each, digest_key));
  }
  for (reach::Remark& each : found.remarks) {
    if (out.remarks.size() == remarks_max) break;
    std::string why = sentence(each);
    out.remarks.push_back({std::string(word(each.kind)), std::move(each.customer),
                           std::move(each.name), std::move(why)});
  }
  return out;
}

}  // namespace patchbay::app
