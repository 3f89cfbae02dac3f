// Looks ids up in the links of the system, once for each customer and call.
#include "core/access/system_ids.h"

#include <concepts>

#include "base/text.h"

namespace patchbay::core {
namespace {

constexpr std::int64_t kNobody = INT64_MAX;  // no customer has this number

// Whether the value behind `target` is the number of a customer.
bool is_number_of_customer(const Target& target) {
  if (target.lens == Lens::id || target.lens == Lens::enterprise) return true;
  return target.lens == Lens::field && row(target.field).rule.form == ValueRule::Form::customer;
}

std::optional<std::int64_t> number_there(const SystemLink& link) {
  const auto out = parse_whole(link.there);
  return out && *out > 0 ? out : std::nullopt;
}

}  // namespace

store::ReadTransaction& SystemIds::reader() {
  if (!reader_) reader_ = store_.read();
  return *reader_;
}

std::optional<SystemLink> SystemIds::link_to(const std::string& there) {
  return reader().system_link_to(system_, there);
}

const SystemIds::Known& SystemIds::known(CustomerId id) {
  const auto [at, is_new] = known_.try_emplace(id);
  if (!is_new) return at->second;
  const auto link = reader().system_link(system_, id);
  const auto number = link ? number_there(*link) : std::nullopt;
  at->second.number = number ? *number : kOwnNumbersFrom + id.value;
  if (link) at->second.uuid = Uuid::parse(link->there);
  return at->second;
}

// The number here of the customer with that number there. Zero and less name no customer anywhere.
std::int64_t SystemIds::own(std::int64_t number) {
  if (number <= 0) return number;
  if (const auto link = link_to(std::to_string(number))) {
    (void)known(link->customer);
    return link->customer.value;
  }
  if (number <= kOwnNumbersFrom) return kNobody;
  const CustomerId own{number - kOwnNumbersFrom};
  return known(own).number == number ? own.value : kNobody;
}

void SystemIds::take(Subject& subject) {
  if (auto* id = std::get_if<CustomerId>(&subject)) id->value = own(id->value);
  if (auto* matching = std::get_if<CustomerMatching>(&subject))
    if (matching->match.value) take(matching->match.target, *matching->match.value);
  if (auto* uuid = std::get_if<Uuid>(&subject)) {
    const auto link = link_to(uuid->text());
    if (link) return void(*uuid = link->uuid);
    // A customer has one id to a caller, so one with another uuid there does not have its own.
    const auto found = reader().customer(*uuid);
    if (found && known(found->id).uuid) *uuid = Uuid{};
  }
  if (auto* child = std::get_if<ChildNamed>(&subject))
    if (const auto link = link_to(child->name))
      if (const auto found = reader().customer(link->customer)) child->name = found->name();
}

void SystemIds::take(Target target, Value& value) {
  auto* number = std::get_if<std::int64_t>(&value);
  if (number && is_number_of_customer(target)) *number = own(*number);
}

void SystemIds::take_edits(std::vector<FieldEdit>& edits) {
  for (FieldEdit& each : edits)
    if (auto* value = std::get_if<Value>(&each.edit)) take(each.target, *value);
}

void SystemIds::take(UpdateCustomer& update) {
  if (update.move_to) update.move_to->value = own(update.move_to->value);
  if (!update.from_view) return;
  // The store may call it on another thread, when this call waits.
  update.from_view = [this, inner = std::move(update.from_view)](const View& view) {
    View shown = view;
    show(shown);
    Edits out = inner(shown);
    take_edits(out.edits);
    reader_.reset();
    return out;
  };
}

// It is asked while the store reads, so only ids that the caller named are looked at as theirs.
void SystemIds::take(std::function<bool(const Record&)>& suits) {
  if (!suits) return;
  suits = [this, inner = std::move(suits)](const Record& record) {
    const auto found = known_.find(record.id);
    if (found == known_.end()) return inner(record);
    Record shown = record;
    shown.id.value = found->second.number;
    return inner(shown);
  };
}

void SystemIds::take(Call& call) {
  const auto one = [this]<class Asked>(Asked& asked) {
    if constexpr (std::same_as<Asked, UpdateCustomer>) take(asked);
    if constexpr (requires { asked.edits; }) take_edits(asked.edits);
    if constexpr (requires {
                    { asked.subject } -> std::same_as<Subject&>;
                  })
      take(asked.subject);
    if constexpr (requires {
                    { asked.parent } -> std::same_as<Subject&>;
                  })
      take(asked.parent);
    if constexpr (requires {
                    { asked.below } -> std::same_as<Subject&>;
                  })
      take(asked.below);
    if constexpr (requires { asked.query.suits; }) take(asked.query.suits);
    if constexpr (requires { asked.query.where; })
      for (Match& each : asked.query.where)
        if (each.value) take(each.target, *each.value);
  };
  std::visit(one, call.request);
  if (auto& key = call.options.idempotency_key; key && key->render)
    key->render = [this, inner = std::move(key->render)](const Outcome& outcome) {
      Outcome shown = outcome;
      show(shown);
      return inner(shown);
    };
  reader_.reset();
}

void SystemIds::show(Record& record, Field field) {
  const Value* const value = record.find(field, Uuid{});
  const auto* number = value ? std::get_if<std::int64_t>(value) : nullptr;
  if (number && *number > 0)
    record.values.set(Path{field}, Value{known(CustomerId{*number}).number});
}

void SystemIds::show(View& view) {
  const Known own = known(view.record.id);
  for (const FieldRow& each : field_rows(Section::customer))
    if (each.rule.form == ValueRule::Form::customer)
      if (const auto field = find_field(Section::customer, each.key)) show(view.record, *field);
  view.record.id.value = own.number;
  if (own.uuid) view.record.uuid = *own.uuid;
  if (view.enterprise) view.enterprise.value = known(view.enterprise).number;
}

void SystemIds::show(Outcome& outcome) {
  const auto one = [this]<class Shown>(Shown& shown) {
    if constexpr (std::same_as<Shown, View>) show(shown);
    if constexpr (std::same_as<Shown, RequestState>) {
      CustomerId& customer = shown.request_record.customer;
      customer.value = known(customer).number;
    }
    if constexpr (requires {
                    { shown.view } -> std::same_as<View&>;
                  })
      show(shown.view);
    if constexpr (requires {
                    { shown.home } -> std::same_as<View&>;
                  })
      show(shown.home);
    if constexpr (requires {
                    shown.views;
                    shown.former;
                  })
      for (View& each : shown.views) show(each);
  };
  std::visit(one, outcome);
  reader_.reset();
}

void use_ids_of(store::Store& store, std::int64_t system, PendingCall& one) {
  const auto ids = std::make_shared<SystemIds>(store, system);
  ids->take(one.call);
  one.ids = ids;
  one.complete = [ids, inner = std::move(one.complete)](Result<Outcome> outcome) {
    const bool is_change = outcome && std::holds_alternative<Receipt>(*outcome);
    try {
      if (outcome) ids->show(*outcome);
    } catch (const std::exception&) {  // from the store
      outcome =
          std::unexpected(Fault(is_change ? ErrorKind::unknown_outcome : ErrorKind::unavailable));
    }
    inner(std::move(outcome));
  };
}

}  // namespace patchbay::core
