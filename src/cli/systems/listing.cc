// One line for each field that differs, below its customer.
#include "cli/systems/listing.h"

#include <algorithm>

#include "app/systems/system_outcomes.h"
#include "base/wording.h"
#include "cli/remote/terminal.h"
#include "doors/native/admin/system_json.h"

namespace patchbay::app {
namespace {

using reach::Decision;
using To = reach::Operation::To;

constexpr std::size_t kShownBytes = 200;

std::string shown(const std::optional<Value>& value) {
  if (!value) return "nothing";
  std::string out = on_one_line(describe(*value));
  if (out.size() <= kShownBytes) return out;
  std::size_t end = kShownBytes;
  while (end > 0 && (static_cast<unsigned char>(out[end]) & 0xC0U) == 0x80U) --end;
  return out.substr(0, end) + "…";
}

std::string line(const reach::Operation& each, bool makes) {
  const bool to_system = each.to == To::system;
  if (makes) return "  " + each.name + ": " + shown(each.after) + '\n';
  std::string out = "  " + each.name + ": ";
  out += to_system ? "there " : "here ";
  out += shown(each.before) + " becomes " + shown(each.after);
  if (each.overrules) out += to_system ? ", over what was set there" : ", over what was set here";
  return out + '\n';
}

std::string line(const reach::Conflict& each) {
  std::string out =
      "  " + each.name + ": here " + shown(each.ours) + ", there " + shown(each.theirs);
  switch (each.decision) {
    case Decision::altered:
      return out + ": the system keeps it in another form\n";
    case Decision::leave:
      return out + ": both stay, as fill_if_empty says\n";
    case Decision::same:
    case Decision::agree:
    case Decision::push:
    case Decision::pull:
    case Decision::conflict:
      break;
  }
  return out + ": decide, and run plan with --owner " + each.name + "=record or =system\n";
}

std::string line(const doors::Loss& each) {
  return "  " + each.field + ": not held there: " + on_one_line(each.why) + "; " +
         std::string(doors::advice(each.kind)) + '\n';
}

std::string lines_of(const reach::Finding& finding) {
  std::string out =
      "customer " + std::to_string(finding.id.value) + ' ' + on_one_line(finding.name);
  out += finding.makes ? ", made there with:\n" : ", there " + on_one_line(finding.remote) + ":\n";
  for (const reach::Operation& each : finding.plan.operations) out += line(each, finding.makes);
  for (const reach::Conflict& each : finding.plan.conflicts) out += line(each);
  for (const doors::Loss& each : finding.plan.losses) out += line(each);
  return out;
}

std::string line(const reach::Remark& each) {
  return std::string(word(each.kind)) + ' ' + on_one_line(each.customer) + ' ' +
         on_one_line(each.name) + ": " + on_one_line(sentence(each)) + '\n';
}

}  // namespace

bool has_differences(const reach::Comparison& comparison) {
  return !comparison.remarks.empty() ||
         std::ranges::any_of(comparison.findings, &reach::Finding::has_differences);
}

bool has_changes(const reach::Comparison& comparison) {
  return std::ranges::any_of(comparison.findings, &reach::Finding::has_changes);
}

wire::Object comparison_json(reach::Comparison comparison, std::string_view digest_key) {
  core::CompareSystem all;
  all.limit = comparison.findings.size();
  const std::size_t remarks = comparison.remarks.size();
  const wire::Tree tree = doors::native::comparison_json(
      to_outcome(std::move(comparison), all, /*version=*/0, digest_key, remarks));
  wire::Object members;
  for (const auto& each : *tree.object())
    if (each.first != "version") members.push_back(each);
  return members;
}

std::string listing(const reach::Comparison& comparison) {
  std::string out;
  for (const reach::Finding& each : comparison.findings)
    if (each.has_differences()) out += lines_of(each);
  for (const reach::Remark& each : comparison.remarks) out += line(each);
  return out + counted(comparison.compared, "customer") + " compared\n";
}

}  // namespace patchbay::app
