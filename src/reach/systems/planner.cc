// Decides field by field, then asks the dialect what it can hold.
#include "reach/systems/planner.h"

#include <algorithm>
#include <array>

#include "base/digest.h"
#include "reach/systems/field_name.h"

namespace patchbay::reach {
namespace {

constexpr std::string_view kOwners[] = {
#define OWNER(owner, meaning) #owner,
#include "record/admin/system_owners.def"
#undef OWNER
};
constexpr std::array<std::string_view, 7> kDecisions = {"same", "agree",    "altered", "push",
                                                        "pull", "conflict", "leave"};

// Of a field whose value in the system cannot be known.
Decision decide_hidden(const FieldState& state) {
  if (state.has_base && !state.ours_changed) return Decision::same;
  switch (state.owner) {
    case Owner::record:
      return state.has_base || !state.ours_empty ? Decision::push : Decision::same;
    case Owner::newest:
    case Owner::review:
      if (state.has_base) return Decision::push;
      return state.ours_empty ? Decision::same : Decision::conflict;
    case Owner::system:
    case Owner::fill_if_empty:
      return state.ours_empty && !state.has_base ? Decision::same : Decision::leave;
  }
  return Decision::conflict;
}

Decision decide_by_change(const FieldState& state) {
  if (state.has_base && state.ours_changed != state.theirs_changed)
    return state.ours_changed ? Decision::push : Decision::pull;
  const bool has_times = state.ours_at && state.theirs_at && *state.ours_at != *state.theirs_at;
  if (state.owner == Owner::newest && has_times)
    return *state.ours_at > *state.theirs_at ? Decision::push : Decision::pull;
  return Decision::conflict;
}

// An empty value has one form: a flag that is not set, and an empty text, are none.
std::optional<Value> normal(std::optional<Value> value) {
  if (!value) return value;
  const bool* flag = std::get_if<bool>(&*value);
  const auto* text = std::get_if<std::string>(&*value);
  if ((flag && !*flag) || (text && text->empty())) return std::nullopt;
  return value;
}

// A decimal without the zeros that do not count.
std::string canonical(const Value& value) {
  std::string out = describe(value);
  if (!std::holds_alternative<Decimal>(value) || !out.contains('.')) return out;
  while (out.ends_with('0')) out.pop_back();
  if (out.ends_with('.')) out.pop_back();
  return out;
}

// One field being planned.
struct Comparison {
  const FieldPolicy& policy;
  Target target;
  BothValues values;
  FieldState state;
};

Comparison compare(const Record& record, const RemoteCustomer& remote, const Base& base,
                   const FieldPolicy& field, std::string_view key) {
  Comparison out{field, target_of(remote, field.name), values_of(record, remote, field.name), {}};
  const auto& [ours, theirs] = out.values;
  out.state = {.owner = field.owner,
               .is_hidden = !remote.is_readable,
               .is_equal = remote.is_readable && ours == theirs,
               .ours_empty = !ours,
               .theirs_empty = !theirs};
  const auto agreed = base.find(field.name);
  if (agreed == base.end()) return out;
  out.state.has_base = true;
  const std::string shown = digest(theirs, key);
  const std::string& sent = agreed->second.sent;
  // What was sent is known now, so both agree on it.
  if (out.state.is_equal && !sent.empty()) {
    out.state.ours_changed = true;
    return out;
  }
  const bool is_ours = !sent.empty() && (shown.empty() ? kSentNothing : shown) == sent;
  // If the system has what it was sent, the record was changed since, perhaps back to the base.
  out.state.ours_changed = digest(ours, key) != (is_ours ? shown : agreed->second.ours);
  out.state.theirs_changed = remote.is_readable && shown != agreed->second.theirs && !is_ours;
  return out;
}

Operation operation(const Comparison& of, Operation::To to) {
  const bool to_system = to == Operation::To::system;
  const auto& [ours, theirs] = of.values;
  const FieldState& state = of.state;
  const bool is_changed = to_system ? state.theirs_changed : state.ours_changed;
  const bool is_empty = to_system ? state.theirs_empty : state.ours_empty;
  return {.to = to,
          .name = of.policy.name,
          .target = of.target,
          .before = to_system ? theirs : ours,
          .after = to_system ? ours : theirs,
          .overrules = state.has_base ? is_changed : !is_empty || state.is_hidden};
}

core::FieldEdit to_edit(const Operation& operation) {
  return {.target = operation.target,
          .edit = operation.after ? Edit{*operation.after} : Edit{Clear{}},
          .field = operation.name,
          .objection = std::nullopt};
}

core::Call update_of(const RemoteCustomer& remote, std::vector<core::FieldEdit> edits) {
  core::Call out;
  out.request = core::UpdateCustomer{.subject = remote.subject, .edits = std::move(edits)};
  return out;
}

// Adds what the dialect cannot hold to `out.losses`. Returns whether anything is sent.
bool can_be_sent(const Operation& operation, const RemoteCustomer& remote, const Policy& policy,
                 CustomerPlan& out) {
  const bool is_whole = operation.target.lens == Lens::whole_text;
  if (is_whole && remote.is_readable && !remote.find(operation.name)) {
    out.losses.push_back(
        make_loss(doors::LossKind::no_field, operation.name,
                  operation.after ? std::optional(describe(*operation.after)) : std::nullopt,
                  "it shows the parts of an address, which have names of their own"));
    return false;
  }
  doors::EncodedCall encoded =
      policy.transport->encode_call(update_of(remote, {to_edit(operation)}),
                                    {.record = remote.is_readable ? &remote.record : nullptr});
  for (doors::Loss& each : encoded.losses)
    if (each.kind != doors::LossKind::assumed) out.losses.push_back(std::move(each));
  if (!encoded.request) return false;
  for (const doors::Placeholder& each : encoded.placeholders) {
    if (each.name.starts_with("CUSTOMER_") || each.name == "USERNAME" || each.name == "PASSWORD" ||
        each.name == "TOKEN")
      continue;
    out.losses.push_back(
        make_loss(doors::LossKind::other_part, operation.name, std::nullopt, each.meaning));
    return false;
  }
  return true;
}

// Whether the field is not shown because the dialect has none. It is a loss then, and never cleared
// here because of that.
bool is_unheld(const Comparison& of, Decision decision, const RemoteCustomer& remote,
               const Policy& policy, CustomerPlan& out) {
  const bool differs = decision != Decision::same && decision != Decision::agree;
  if (!differs || !remote.is_readable || remote.find(of.policy.name) || !of.values.ours)
    return false;
  CustomerPlan tried;
  if (can_be_sent(operation(of, Operation::To::system), remote, policy, tried)) return false;
  std::ranges::move(tried.losses, std::back_inserter(out.losses));
  return true;
}

void add(const Comparison& of, const RemoteCustomer& remote, const Policy& policy,
         CustomerPlan& out) {
  const Decision decision = decide(of.state);
  if (is_unheld(of, decision, remote, policy, out)) return;
  switch (decision) {
    case Decision::same:
      return;
    case Decision::agree:
      out.agreed[of.policy.name] = {digest(of.values.ours, policy.digest_key),
                                    digest(of.values.theirs, policy.digest_key)};
      return;
    case Decision::push:
      if (Operation each = operation(of, Operation::To::system);
          can_be_sent(each, remote, policy, out))
        out.operations.push_back(std::move(each));
      return;
    case Decision::pull:
      out.operations.push_back(operation(of, Operation::To::record));
      return;
    case Decision::altered:
    case Decision::conflict:
    case Decision::leave:
      out.conflicts.push_back({of.policy.name, decision, of.values.ours, of.values.theirs});
      return;
  }
}

}  // namespace

std::string_view word(Owner owner) { return kOwners[static_cast<std::size_t>(owner)]; }

std::optional<Owner> parse_owner(std::string_view word) {
  const auto* found = std::ranges::find(kOwners, word);
  if (found == std::end(kOwners)) return std::nullopt;
  return static_cast<Owner>(found - std::begin(kOwners));
}

std::string_view word(Decision decision) { return kDecisions[static_cast<std::size_t>(decision)]; }

Decision decide(const FieldState& state) {
  if (state.is_hidden) return decide_hidden(state);
  const bool is_still = state.has_base && !state.ours_changed && !state.theirs_changed;
  if (state.is_equal) return is_still ? Decision::same : Decision::agree;
  if (is_still) return Decision::altered;
  switch (state.owner) {
    case Owner::record:
      return Decision::push;
    case Owner::system:
      return Decision::pull;
    case Owner::fill_if_empty:
      if (state.ours_empty) return Decision::pull;
      return state.theirs_empty ? Decision::push : Decision::leave;
    case Owner::newest:
    case Owner::review:
      return decide_by_change(state);
  }
  return Decision::conflict;
}

Target target_of(const RemoteCustomer& remote, std::string_view name) {
  if (const ShownField* shown = remote.find(name)) return shown->target;
  return find_target(name).value_or(Target{});
}

std::string digest(const std::optional<Value>& value, std::string_view key) {
  constexpr std::size_t kBytes = 16;
  const std::optional<Value> seen = normal(value);
  return seen ? hex(blake2b(canonical(*seen), key).substr(0, kBytes)) : std::string();
}

BothValues values_of(const Record& record, const RemoteCustomer& remote, std::string_view name) {
  const ShownField* shown = remote.find(name);
  return {.ours = normal(value_at(record, target_of(remote, name))),
          .theirs = shown ? normal(shown->value) : std::nullopt};
}

Agreement agreement(const Record& record, const RemoteCustomer& remote, std::string_view name,
                    const Policy& policy) {
  const auto [ours, theirs] = values_of(record, remote, name);
  return {digest(ours, policy.digest_key), digest(theirs, policy.digest_key)};
}

std::vector<core::FieldEdit> to_edits(const std::vector<Operation>& operations, Operation::To to) {
  std::vector<core::FieldEdit> out;
  for (const Operation& each : operations)
    if (each.to == to) out.push_back(to_edit(each));
  return out;
}

CustomerPlan plan(const Record& record, const RemoteCustomer& remote, const Base& base,
                  const Policy& policy) {
  CustomerPlan out;
  for (const FieldPolicy& field : policy.fields)
    add(compare(record, remote, base, field, policy.digest_key), remote, policy, out);
  return out;
}

}  // namespace patchbay::reach
