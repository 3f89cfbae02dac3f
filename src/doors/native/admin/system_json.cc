// The JSON that the server writes about outside systems.
#include "doors/native/admin/system_json.h"

#include "doors/shared/spelling.h"
#include "wire/json.h"

namespace patchbay::doors::native {
namespace {

using wire::Array;
using wire::Object;
using wire::Tree;

Tree tree_of(const std::string& value) { return Tree(value); }
Tree tree_of(std::int64_t value) { return Tree(value); }
Tree tree_of(bool value) { return Tree(value); }
Tree tree_of(const std::vector<std::string>& values) {
  Array out;
  for (const std::string& each : values) out.emplace_back(each);
  return Tree(std::move(out));
}
Tree tree_of(const std::optional<std::string>& value) {
  return value ? Tree(*value) : Tree(wire::Null{});
}
Tree number(std::size_t value) { return Tree(static_cast<std::int64_t>(value)); }

Tree write_json(const core::SystemWrite& write) {
  Object out{{"field", write.field},
             {"to", write.to_system ? "system" : "record"},
             {"before", tree_of(write.before)},
             {"after", tree_of(write.after)},
             {"before_digest", write.before_digest},
             {"after_digest", write.after_digest}};
  if (write.overrules) out.emplace_back("overrules", Tree(true));
  return Tree(std::move(out));
}

Tree finding_json(const core::SystemFinding& finding) {
  Array writes;
  for (const core::SystemWrite& each : finding.writes) writes.push_back(write_json(each));
  Array conflicts;
  for (const core::SystemConflict& each : finding.conflicts)
    conflicts.emplace_back(Object{{"field", each.field},
                                  {"kind", each.kind},
                                  {"record", tree_of(each.record)},
                                  {"system", tree_of(each.system)}});
  Array losses;
  for (const core::SystemLoss& each : finding.losses)
    losses.emplace_back(Object{
        {"field", each.field}, {"kind", each.kind}, {"why", each.why}, {"advice", each.advice}});
  Object out{{"customer", Tree(finding.id.value)},
             {"uuid", finding.customer.text()},
             {"name", finding.name},
             {"version", Tree(finding.version)},
             {"there", finding.there}};
  if (finding.makes) out.emplace_back("make", Tree(true));
  if (finding.is_new_link) out.emplace_back("new_link", Tree(true));
  out.emplace_back("writes", Tree(std::move(writes)));
  out.emplace_back("conflicts", Tree(std::move(conflicts)));
  out.emplace_back("losses", Tree(std::move(losses)));
  return Tree(std::move(out));
}

Tree open_json(const std::vector<OpenField>& open) {
  Array out;
  for (const OpenField& each : open)
    out.emplace_back(Object{{"field", each.name}, {"kind", each.kind}, {"why", each.why}});
  return Tree(std::move(out));
}

Tree watching_json(const Destination* state) {
  if (!state) return Tree(wire::Null{});
  Object out{{"state", state->failures > 0 ? "failing" : "working"},
             {"waiting", number(state->parked.size())},
             {"failures", Tree(state->failures)}};
  if (state->failures > 0) {
    out.emplace_back("failing_since", rfc3339(state->failing_since));
    out.emplace_back("paused_until", rfc3339(state->paused_until));
  }
  return Tree(std::move(out));
}

}  // namespace

Tree outside_system_json(const OutsideSystem& system, const Destination* watching) {
  Object out{{"id", system.id == 0 ? Tree(wire::Null{}) : Tree(system.id)}};
#define SYSTEM_MEMBER(key, kind, place, is_required, standard, max, meaning) \
  out.emplace_back(#key, tree_of(system.key));
#include "record/admin/system_members.def"
#undef SYSTEM_MEMBER
  Object fields;
  for (const auto& [name, owner] : system.fields) fields.emplace_back(name, owner);
  Object fresh;
  for (const auto& [name, json] : system.fresh)
    fresh.emplace_back(name, wire::json::parse(json).value_or(Tree(wire::Null{})));
  out.emplace_back("fields", Tree(std::move(fields)));
  out.emplace_back("new", Tree(std::move(fresh)));
  out.emplace_back("watching", watching_json(watching));
  out.emplace_back("principal_id", Tree(system.principal));
  out.emplace_back("version", Tree(system.version));
  return Tree(std::move(out));
}

Tree comparison_json(const core::SystemComparison& comparison) {
  Array findings;
  for (const core::SystemFinding& each : comparison.findings)
    findings.push_back(finding_json(each));
  Array remarks;
  for (const core::SystemRemark& each : comparison.remarks)
    remarks.emplace_back(Object{
        {"kind", each.kind}, {"customer", each.customer}, {"name", each.name}, {"why", each.why}});
  Object out{{"version", Tree(comparison.version)},
             {"compared", number(comparison.compared)},
             {"differing", number(comparison.found)},
             {"remarked", number(comparison.remarked)},
             {comparison.plans ? "changes" : "items", Tree(std::move(findings))},
             {"remarks", Tree(std::move(remarks))}};
  if (comparison.more) out.emplace_back("next", Tree(comparison.findings.back().id.value));
  return Tree(std::move(out));
}

Tree applied_json(const core::SystemApplied& applied) {
  Array items;
  for (const core::SystemApplied::Item& each : applied.items)
    items.emplace_back(Object{{"uuid", each.customer.text()},
                              {"name", each.name},
                              {"result", each.result},
                              {"fields", tree_of(each.fields)},
                              {"why", each.why}});
  Object counts;
  for (const auto& [result, count] : applied.counts) counts.emplace_back(result, number(count));
  Object out{{"items", Tree(std::move(items))},
             {"counts", Tree(std::move(counts))},
             {"version", Tree(applied.version)}};
  if (!applied.stopped.empty()) out.emplace_back("stopped", applied.stopped);
  return Tree(std::move(out));
}

Tree link_json(const SystemLink& link) {
  Array fields;
  for (const AgreedField& each : link.agreed) fields.emplace_back(each.name);
  return Tree(Object{{"customer", Tree(link.customer.value)},
                     {"uuid", link.uuid.text()},
                     {"there", link.there},
                     {"fields", Tree(std::move(fields))},
                     {"missed", Tree(link.missed)},
                     {"time", rfc3339(link.time)}});
}

Array ids_json(const std::vector<core::IdElsewhere>& ids) {
  Array out;
  for (const core::IdElsewhere& each : ids)
    out.emplace_back(Object{{"system", Tree(each.system)},
                            {"name", each.name},
                            {"dialect", each.dialect},
                            {"there", each.there}});
  return out;
}

Tree links_json(const core::SystemLinkPage& page, bool open_only) {
  Array items;
  for (const SystemLink& each : page.links)
    items.push_back(open_only ? Tree(Object{{"customer", Tree(each.customer.value)},
                                            {"uuid", each.uuid.text()},
                                            {"there", each.there},
                                            {"open", open_json(each.open)},
                                            {"time", rfc3339(each.time)}})
                              : link_json(each));
  Object out{{"items", Tree(std::move(items))}};
  if (page.more) out.emplace_back("next", Tree(page.links.back().customer.value));
  return Tree(std::move(out));
}

}  // namespace patchbay::doors::native
