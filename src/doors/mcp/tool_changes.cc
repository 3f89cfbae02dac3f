// The tools that rehearse and write. A change is made only with the ticket of its rehearsal, which
// core checks: see core::RehearsedChange.
#include "base/utf8.h"
#include "doors/mcp/data_block.h"
#include "doors/mcp/faults.h"
#include "doors/mcp/native_tool.h"
#include "doors/mcp/tools.h"
#include "wire/json.h"

namespace patchbay::doors::mcp {
namespace {

using core::Outcome;
using wire::Object;
using wire::Tree;

constexpr std::size_t kReasonMax = 500;
constexpr std::string_view kAskFirst =
    "Show the person what would change. If they agree, call the tool that makes it with the same "
    "arguments and this id.";
constexpr std::string_view kNothing = "Nothing would change, so there is nothing to make.";
constexpr std::string_view kDone =
    "The change is made and stands in history. undo takes it back: give it this version.";
constexpr std::string_view kUnchanged = "Nothing was to be changed any more.";

// A change as the arguments describe it.
struct Change {
  http::Request request;
  std::string content;                  // see core::RehearsedChange
  std::optional<std::string> ticket{};  // of its rehearsal
  std::string reason{};
};

void read_reason(Arguments& arguments, Change& out) {
  out.reason = arguments.text("reason").value_or("");
  if (utf8::length(out.reason) > kReasonMax)
    arguments.refuse("reason", "must be at most 500 characters");
}

std::string dry(bool is_rehearsal) { return is_rehearsal ? "?dry_run=true" : ""; }

// Of rehearse_change and apply_change.
Change read_change(Arguments& arguments, bool is_rehearsal) {
  Change out;
  const std::string customer = arguments.needed("customer");
  Tree changes(arguments.needed_object("changes"));
  if (!is_rehearsal) {
    out.ticket = arguments.needed("rehearsal");
    read_reason(arguments, out);
  }
  out.content = "change\n" + canonical(Tree(Object{{"customer", customer}, {"changes", changes}}));
  out.request = inner_request("PATCH", customer_target(customer, dry(is_rehearsal)),
                              wire::json::write(changes));
  return out;
}

Change read_undo(Arguments& arguments) {
  Change out;
  const std::string customer = arguments.needed("customer");
  out.ticket = arguments.text("rehearsal");
  read_reason(arguments, out);
  if (!arguments.find("version")) arguments.refuse("version", "is required");
  Tree what(Object{});
  for (const char* const name : {"version", "paths", "force"})
    if (const Tree* const given = arguments.find(name)) what.set(name, *given);
  out.content = "undo\n" + canonical(Tree(Object{{"customer", customer}, {"what", what}}));
  out.request = inner_request("POST", customer_target(customer, "/undo" + dry(!out.ticket)),
                              wire::json::write(what));
  return out;
}

void prepare(Change change, Arguments& arguments, DecodedRequest& decoded,
             const Settings& settings) {
  prepare_native(change.request, arguments, decoded, settings);
  core::Call& call = decoded.call;
  call.options.reason = std::move(change.reason);
  call.options.rehearse = !change.ticket;
  if (change.ticket) call.required_privilege.all_of = core::Privilege::assist;
  call.options.rehearsed = core::RehearsedChange{.content = std::move(change.content),
                                                 .ticket = std::move(change.ticket).value_or("")};
}

// What changed, from the native reply to a rehearsal of the same.
Tree made(const core::Receipt& receipt, const Change& change, const Settings& settings) {
  core::Receipt shown = receipt;
  shown.rehearsed = true;
  const auto inner = decode_inner(change.request, settings);
  Tree rehearsed(Object{});
  if (const auto* call = std::get_if<InnerCall>(&inner))
    rehearsed = body_of(encode_inner(*call, Outcome(std::move(shown)), settings));
  const Tree* const changes = rehearsed.find("changes");
  return Tree(Object{{"request", receipt.request.text()},
                     {"version", Tree(receipt.view.record.version)},
                     {"changes", changes ? *changes : Tree(wire::Array{})}});
}

Object answer(const Change& change, const Result<Outcome>& outcome, const Settings& settings) {
  const auto* const receipt = outcome ? std::get_if<core::Receipt>(&*outcome) : nullptr;
  if (!receipt) return answer_native(change.request, outcome, settings);
  if (!receipt->rehearsed)
    return tool_result(made(*receipt, change, settings),
                       {{"next_step", receipt->changed ? kDone : kUnchanged}});
  const auto inner = decode_inner(change.request, settings);
  const auto* const call = std::get_if<InnerCall>(&inner);
  const Tree data = call ? body_of(encode_inner(*call, outcome, settings)) : Tree(Object{});
  if (receipt->ticket.empty()) return tool_result(data, {{"next_step", kNothing}});
  return tool_result(
      data, {{"next_step", kAskFirst},
             {"rehearsal",
              Tree(Object{{"id", receipt->ticket}, {"expires", rfc3339(receipt->ticket_until)}})}});
}

}  // namespace

void prepare_rehearse_change(Arguments& arguments, DecodedRequest& decoded,
                             const Settings& settings) {
  prepare(read_change(arguments, /*is_rehearsal=*/true), arguments, decoded, settings);
}
Object answer_rehearse_change(Arguments& arguments, const Result<Outcome>& outcome,
                              const Settings& settings) {
  return answer(read_change(arguments, /*is_rehearsal=*/true), outcome, settings);
}

void prepare_apply_change(Arguments& arguments, DecodedRequest& decoded, const Settings& settings) {
  prepare(read_change(arguments, /*is_rehearsal=*/false), arguments, decoded, settings);
}
Object answer_apply_change(Arguments& arguments, const Result<Outcome>& outcome,
                           const Settings& settings) {
  return answer(read_change(arguments, /*is_rehearsal=*/false), outcome, settings);
}

void prepare_undo(Arguments& arguments, DecodedRequest& decoded, const Settings& settings) {
  prepare(read_undo(arguments), arguments, decoded, settings);
}
Object answer_undo(Arguments& arguments, const Result<Outcome>& outcome, const Settings& settings) {
  return answer(read_undo(arguments), outcome, settings);
}

}  // namespace patchbay::doors::mcp
