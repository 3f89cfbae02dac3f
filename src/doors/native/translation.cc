// Reads the input, and asks core for the customer that it is about. The input itself travels in the
// echo, because the reply is written from it.
#include "doors/native/translation.h"

#include <algorithm>

#include "doors/native/calls.h"
#include "doors/native/decode_calls.h"
#include "doors/shared/spelling.h"
#include "doors/shared/translation_json.h"
#include "wire/json.h"

namespace patchbay::doors::native {
namespace {

struct TextMember {
  std::string_view name;
  std::string TranslationInput::* into;
  bool needed;
};
constexpr TextMember kTexts[] = {
    {"from", &TranslationInput::from, true},
    {"to", &TranslationInput::to, true},
    {"transport", &TranslationInput::transport, false},
    {"input", &TranslationInput::input, true},
    {"input_method", &TranslationInput::method, false},
    {"input_target", &TranslationInput::target, false},
};
constexpr std::string_view kLookUp = "look_up";
constexpr std::string_view kMembers[] = {"from",         "to",           "transport", "input",
                                         "input_method", "input_target", kLookUp};

struct ReadInput {
  TranslationInput input{};
  bool looks_up = true;
  std::vector<Problem> problems{};
};

ReadInput read_input(const wire::Object& members) {
  ReadInput out;
  const auto refuse = [&](std::string_view name, std::string what) {
    out.problems.push_back({ErrorKind::invalid, std::string(name), std::move(what), 0});
  };
  for (const auto& [name, value] : members) {
    const auto* row = std::ranges::find(kTexts, name, &TextMember::name);
    if (row != std::end(kTexts)) {
      if (value.text())
        out.input.*row->into = *value.text();
      else
        refuse(name, "must be a string, not " + std::string(value.kind()));
    } else if (name != kLookUp) {
      out.problems.push_back(unknown_field(name, kMembers, out.problems));
    } else if (value.boolean()) {
      out.looks_up = *value.boolean();
    } else {
      refuse(name, "must be true or false");
    }
  }
  for (const TextMember& row : kTexts) {
    const auto given = std::ranges::find(members, row.name, &wire::Object::value_type::first);
    if (row.needed && given == members.end()) refuse(row.name, "is required");
  }
  return out;
}

// The names of the members here, where they differ from those of TranslationInput.
void rename_problems(std::vector<Problem>& problems) {
  for (Problem& each : problems)
    if (each.field == "method" || each.field == "target") each.field = "input_" + each.field;
}

}  // namespace

void read_translate(const RoutedRequest& routed, QueryReader& /*query*/, DecodedRequest& decoded) {
  // Without a customer to read, core still decides whether the caller may ask.
  decoded.call.request = core::WhoAmI{};
  const wire::Object members = body(routed, decoded);
  if (decoded.refused) return;
  ReadInput read = read_input(members);
  if (read.problems.empty()) {
    auto source = read_source(read.input);
    if (!source)
      read.problems = std::move(source.error().problems);
    else if (const auto& subject = source->subject; subject && read.looks_up)
      decoded.call.request = core::GetCustomer{.subject = *subject, .deleted_too = true};
  }
  rename_problems(read.problems);
  if (!read.problems.empty()) {
    decoded.refused = Fault(std::move(read.problems));
    decoded.refused_status = 422;
    return;
  }
  decoded.echo = routed.request.body;
}

http::Response translation_response(const DecodedRequest& decoded, const Record* record) {
  const auto members = wire::json::parse(decoded.echo);
  const ReadInput read =
      read_input(members && members->object() ? *members->object() : wire::Object{});
  const auto source = read_source(read.input);
  const wire::Tree reply =
      source ? translation_json(read.input, translate(read.input, *source, record))
             : wire::Tree(wire::Object{});
  return {.status = 200,
          .headers = {{"Content-Type", "application/json"}, {"Cache-Control", "no-store"}},
          .body = wire::json::write(reply)};
}

bool is_without_customer(const DecodedRequest& decoded, const Fault& fault) {
  return decoded.route == translate_request && !decoded.refused &&
         fault.kind == ErrorKind::unknown_customer;
}

}  // namespace patchbay::doors::native
