// Prints calls as text.
#include "call_text.h"

namespace patchbay::doors {
namespace {

std::string_view word(Lens lens) {
  switch (lens) {
    case Lens::field:
      return "field";
    case Lens::first_line:
      return "first_line";
    case Lens::whole_text:
      return "whole_text";
    case Lens::region:
      return "region";
    case Lens::country_code:
      return "country_code";
    case Lens::country_name:
      return "country_name";
    case Lens::status_word:
      return "status_word";
    case Lens::active_word:
      return "active_word";
    case Lens::zero_if_none:
      return "zero_if_none";
    case Lens::days_due:
      return "days_due";
    case Lens::id:
      return "id";
    case Lens::uuid:
      return "uuid";
    case Lens::version:
      return "version";
    case Lens::enterprise:
      return "enterprise";
    case Lens::part:
      return "part";
    case Lens::parts:
      return "parts";
  }
  return "";
}

std::string part_text(const PartRef& part) {
  switch (part.mode) {
    case PartRef::Mode::none:
      return "";
    case PartRef::Mode::known:
      return "known:" + part.id.text() + '/';
    case PartRef::Mode::or_first:
      return "or_first:" + part.id.text() + '/';
    case PartRef::Mode::or_new:
      return "or_new:" + part.id.text() + '/';
    case PartRef::Mode::fresh:
      return "fresh:" + std::to_string(part.number) + '/';
    case PartRef::Mode::slot_main:
      return "main/";
    case PartRef::Mode::slot_delivery:
      return "delivery/";
    case PartRef::Mode::slot_billing:
      return "billing/";
    case PartRef::Mode::slot_primary:
      return "primary/";
  }
  return "";
}

struct SubjectText {
  std::string operator()(const core::Oneself&) const { return "oneself"; }
  std::string operator()(const CustomerId& id) const { return std::to_string(id.value); }
  std::string operator()(const Uuid& uuid) const { return uuid.text(); }
  std::string operator()(const core::ChildNamed& child) const {
    return "child \"" + child.name + '"';
  }
  std::string operator()(const core::CustomerMatching& holding) const {
    return "holding " + doors::describe(holding.match.target) + " = " +
           (holding.match.value ? patchbay::describe(*holding.match.value) : "nothing");
  }
};

std::string subject_text(const core::Subject& subject) {
  return std::visit(SubjectText{}, subject);
}

std::string rules_text(const core::ChangeRules& rules) {
  std::string out;
  if (rules.deleted_too) out += " [deleted too]";
  if (rules.contact_needs_number) out += " [needs " + rules.contact_number_name + "]";
  if (rules.unique_name) out += " [unique name]";
  return out;
}

struct RequestText {
  std::string operator()(const core::UpdateCustomer& update) const {
    std::string out = "amend " + subject_text(update.subject) + rules_text(update.rules);
    if (update.adjustment)
      out += " add " + update.adjustment->amount.text() + " to " + update.adjustment->name;
    if (update.move_to) out += " move to " + std::to_string(update.move_to->value);
    return out;
  }
  std::string operator()(const core::CreateCustomer& create) const {
    return "create below " + subject_text(create.parent) + rules_text(create.rules);
  }
  std::string operator()(const core::GetCustomer& get) const {
    return "get " + subject_text(get.subject) + (get.deleted_too ? " [deleted too]" : "");
  }
  std::string operator()(const core::ListCustomers& list) const {
    return "list below " + subject_text(list.below) +
           (list.query.recursive ? " at any depth" : "") + " from " +
           std::to_string(list.query.offset) + ", " + std::to_string(list.query.limit) +
           " at most" + (list.query.count ? ", counted" : "");
  }
  std::string operator()(const core::RequestStatus& status) const {
    return "status of " + status.id.text();
  }
  std::string operator()(const core::SignIn&) const { return "sign in"; }
  std::string operator()(const core::Refresh& refresh) const {
    return "refresh " + std::string(refresh.token.reveal()) + " by " +
           std::string(refresh.refresh_token.reveal());
  }
  template <typename Other>
  std::string operator()(const Other&) const {
    return "something else";
  }
};

std::vector<core::FieldEdit> wishes_of(const core::Request& request) {
  if (const auto* update = std::get_if<core::UpdateCustomer>(&request)) return update->edits;
  if (const auto* create = std::get_if<core::CreateCustomer>(&request)) return create->edits;
  return {};
}

struct CredentialsText {
  std::string operator()(const core::NoCredentials&) const { return "nobody"; }
  std::string operator()(const core::NameAndSecret& pair) const {
    return pair.name + ':' + std::string(pair.secret.reveal());
  }
  std::string operator()(const core::BearerToken& bearer) const {
    return "token " + std::string(bearer.token.reveal());
  }
};

}  // namespace

std::string describe(const Target& target) {
  const FieldRow& field = row(target.field);
  std::string out =
      field.section == Section::customer ? "" : std::string(word(field.section)) + '/';
  out += part_text(target.part);
  return out + std::string(target.lens == Lens::field ? field.key : word(target.lens));
}

std::string describe(const core::FieldEdit& field_edit) {
  const bool clears = std::holds_alternative<Clear>(field_edit.edit);
  std::string out = (clears ? "clear " : "") + describe(field_edit.target);
  if (!clears) out += " = " + patchbay::describe(field_edit.edit);
  if (field_edit.objection) out += " (" + field_edit.field + ' ' + *field_edit.objection + ')';
  return out;
}

std::string describe(const DecodedRequest& decoded, std::string_view separator) {
  if (decoded.refused)
    return "refused " + std::to_string(decoded.refused_status) + ' ' +
           std::string(patchbay::word(decoded.refused->kind)) + ": " + decoded.refused->sentence();
  std::string out = std::visit(RequestText{}, decoded.call.request);
  const auto line = [&](const std::string& text) { out.append(separator).append(text); };
  for (const core::FieldEdit& field_edit : wishes_of(decoded.call.request))
    line(describe(field_edit));
  for (const Problem& problem : decoded.call.problems)
    line("problem " + std::string(patchbay::word(problem.kind)) + ": " + problem.field + ' ' +
         problem.what);
  for (const std::string& warning : decoded.call.options.warnings) line("warning " + warning);
  return out;
}

std::string describe_caller(const core::Call& call) {
  std::string out = std::visit(CredentialsText{}, call.caller.credentials) + " through " +
                    call.caller.door + " from " + call.caller.source + ',';
  for (const core::Privilege privilege : core::kPrivileges)
    if (call.required_privilege.any_of.has(privilege))
      out += ' ' + std::string(core::word(privilege));
  if (call.required_privilege.not_oneself) out += ", not oneself";
  return out;
}

DecodedRequest decode_request(const Door& door, const http::Request& request, int route,
                              std::vector<std::string> captured, const Settings& settings) {
  return door.decode({request, route, std::move(captured)}, settings);
}

}  // namespace patchbay::doors
