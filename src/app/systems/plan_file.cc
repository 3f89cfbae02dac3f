// Writes findings, and reads what is to be done.
#include "app/systems/plan_file.h"

#include "app/systems/system_outcomes.h"
#include "base/result.h"
#include "wire/json.h"

namespace patchbay::app {
namespace {

using wire::Object;
using wire::Tree;
using To = reach::Operation::To;

constexpr int kForm = 1;

Tree shown(const std::optional<Value>& value) {
  auto text = readable_text(value);
  return text ? Tree(*std::move(text)) : Tree(wire::Null{});
}

Tree writes_of(const reach::Finding& finding, std::string_view key) {
  wire::Array out;
  for (const reach::Operation& each : finding.plan.operations) {
    Object write{{"field", each.name},
                 {"to", each.to == To::system ? "system" : "record"},
                 {"before", shown(each.before)},
                 {"after", shown(each.after)},
                 {"before_digest", reach::digest(each.before, key)},
                 {"after_digest", reach::digest(each.after, key)}};
    if (each.overrules) write.emplace_back("overrules", true);
    out.emplace_back(std::move(write));
  }
  return out;
}

Tree change_of(const reach::Finding& finding, std::string_view key) {
  Object out{{"customer", finding.id.value},
             {"uuid", finding.customer.text()},
             {"name", finding.name},
             {"version", finding.version},
             {"there", finding.remote}};
  if (finding.makes) out.emplace_back("make", true);
  if (finding.is_new_link) out.emplace_back("new_link", true);
  if (!finding.replaces.empty()) out.emplace_back("replaces", finding.replaces);
  out.emplace_back("writes", writes_of(finding, key));
  return out;
}

Tree conflicts_of(const reach::Comparison& comparison) {
  wire::Array out;
  for (const reach::Finding& finding : comparison.findings)
    for (const reach::Conflict& each : finding.plan.conflicts)
      out.emplace_back(Object{{"customer", finding.id.value},
                              {"name", finding.name},
                              {"field", each.name},
                              {"kind", reach::word(each.decision)},
                              {"record", shown(each.ours)},
                              {"system", shown(each.theirs)}});
  return out;
}

Tree losses_of(const reach::Comparison& comparison) {
  wire::Array out;
  for (const reach::Finding& finding : comparison.findings)
    for (const doors::Loss& each : finding.plan.losses)
      out.emplace_back(Object{{"customer", finding.id.value},
                              {"name", finding.name},
                              {"field", each.field},
                              {"kind", doors::word(each.kind)},
                              {"why", each.why},
                              {"advice", doors::advice(each.kind)}});
  return out;
}

Tree remarks_of(const reach::Comparison& comparison) {
  wire::Array out;
  for (const reach::Remark& each : comparison.remarks)
    out.emplace_back(Object{{"kind", reach::word(each.kind)},
                            {"customer", each.customer},
                            {"name", each.name},
                            {"why", sentence(each)}});
  return out;
}

std::string text_of(const Tree& tree, std::string_view key) {
  const Tree* member = tree.find(key);
  return member && member->text() ? *member->text() : std::string();
}

std::expected<reach::PlannedChange, std::string> parse_change(const Tree& tree) {
  const auto customer = Uuid::parse(text_of(tree, "uuid"));
  const Tree* writes = tree.find("writes");
  if (!customer || !writes || !writes->array())
    return std::unexpected("has a change without uuid or writes");
  const auto is_set = [&](std::string_view key) {
    const Tree* flag = tree.find(key);
    return flag && flag->boolean() && *flag->boolean();
  };
  reach::PlannedChange out{.customer = *customer,
                           .name = text_of(tree, "name"),
                           .remote = text_of(tree, "there"),
                           .makes = is_set("make"),
                           .is_new_link = is_set("new_link"),
                           .replaces = text_of(tree, "replaces")};
  for (const Tree& each : *writes->array()) {
    const std::string to = text_of(each, "to");
    if (to != "system" && to != "record")
      return std::unexpected("has a write whose to is neither system nor record");
    out.writes.push_back({text_of(each, "field"), to == "system" ? To::system : To::record,
                          text_of(each, "before_digest"), text_of(each, "after_digest")});
  }
  return out;
}

}  // namespace

std::string plan_text(const std::string& system_file, const std::string& system_digest,
                      const reach::Comparison& comparison, std::string_view digest_key) {
  wire::Array changes;
  for (const reach::Finding& each : comparison.findings)
    if (each.has_changes()) changes.push_back(change_of(each, digest_key));
  return wire::json::write_pretty(Object{{"patchbay_plan", kForm},
                                         {"system_file", system_file},
                                         {"system_digest", system_digest},
                                         {"changes", std::move(changes)},
                                         {"conflicts", conflicts_of(comparison)},
                                         {"losses", losses_of(comparison)},
                                         {"remarks", remarks_of(comparison)}}) +
         '\n';
}

std::expected<PlanFile, std::string> parse_plan(std::string_view text) {
  const auto tree = wire::json::parse(text, {.nodes_max = 100'000'000});
  if (!tree) return std::unexpected("is no plan: " + tree.error().what);
  const Tree* form = tree->find("patchbay_plan");
  const Tree* changes = tree->find("changes");
  if (!form || !form->number() || form->number()->text != std::to_string(kForm) || !changes ||
      !changes->array())
    return std::unexpected("is no plan that this version can apply");
  PlanFile out{.system_file = text_of(*tree, "system_file"),
               .system_digest = text_of(*tree, "system_digest"),
               .changes = {}};
  for (const Tree& each : *changes->array()) out.changes.push_back(TRY(parse_change(each)));
  return out;
}

}  // namespace patchbay::app
