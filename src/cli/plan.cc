// The command `plan`.
#include <algorithm>
#include <filesystem>
#include <memory>

#include <CLI/CLI.hpp>

#include "app/report_failure.h"
#include "app/systems/plan_file.h"
#include "base/result.h"
#include "base/text.h"
#include "cli/exit_codes.h"
#include "cli/output.h"
#include "cli/systems/listing.h"
#include "cli/systems/session.h"
#include "cli/transfer/output_file.h"

namespace patchbay::app {
namespace {

struct PlanArguments {
  StoreFlags flags;
  StorePlace place;
  std::string system;
  std::string output;
  std::vector<std::string> links;
  std::vector<std::string> owners;
};
using NameAndValue = std::pair<std::string, std::string>;

std::expected<NameAndValue, std::string> name_and_value(const std::string& text,
                                                        const std::string& option,
                                                        const std::string& form) {
  const auto at = text.find('=');
  if (at == std::string::npos || at == 0 || at + 1 == text.size())
    return std::unexpected(option + " is \"" + text + "\", and must be " + form);
  return NameAndValue{text.substr(0, at), text.substr(at + 1)};
}

std::expected<void, std::string> set_owners(const std::vector<std::string>& given,
                                            reach::Policy& policy) {
  for (const std::string& each : given) {
    const auto [name, word] = TRY(name_and_value(each, "--owner", "FIELD=OWNER"));
    const auto owner = reach::parse_owner(word);
    const auto field = std::ranges::find(policy.fields, name, &reach::FieldPolicy::name);
    if (field == policy.fields.end())
      return std::unexpected("--owner names " + name + ", which [fields] does not have");
    if (!owner)
      return std::unexpected("--owner of " + name +
                             " must be record, system, newest, fill_if_empty or review");
    field->owner = *owner;
  }
  return {};
}

// A customer by its number or its UUID.
std::expected<reach::Claims, std::string> claims_of(const std::vector<std::string>& given,
                                                    SystemSession& session) {
  reach::Claims out;
  if (given.empty()) return out;
  const auto records = session.records.list();
  if (!records) return std::unexpected(records.error().sentence());
  for (const std::string& each : given) {
    const auto [customer, there] = TRY(name_and_value(each, "--link", "CUSTOMER=ID"));
    const auto found = std::ranges::find_if(*records, [&](const Record& record) {
      return std::to_string(record.id.value) == customer || record.uuid.text() == lower(customer);
    });
    if (found == records->end())
      return std::unexpected("--link names " + customer + ", which is no customer below " +
                             std::to_string(session.file.below));
    out[found->uuid] = there;
  }
  return out;
}

std::expected<void, std::string> write_plan(const PlanArguments& arguments,
                                            const SystemSession& session,
                                            const reach::Comparison& comparison) {
  const auto to = TRY(OutputFile::open(arguments.output, Packing::none,
                                       {arguments.system, arguments.place.key_file}));
  TRY_DO(
      to->write(plan_text(std::filesystem::absolute(arguments.system).string(), session.file.digest,
                          comparison, session.description.policy.digest_key)));
  return to->finish();
}

std::expected<int, std::string> compare_and_write(const PlanArguments& arguments,
                                                  SystemSession& session, Output& output) {
  TRY_DO(set_owners(arguments.owners, session.description.policy));
  const auto claims = TRY(claims_of(arguments.links, session));
  const auto found =
      reach::compare(session.description, session.records, session.remote, session.links, claims);
  if (!found) return std::unexpected(session.file.name + ": " + found.error().sentence());
  TRY_DO(write_plan(arguments, session, *found));
  const int code = has_changes(*found) ? kDiffers : kDone;
  if (arguments.output == "-") return code;
  wire::Object members = comparison_json(*found, session.description.policy.digest_key);
  members.emplace_back("plan", arguments.output);
  return output.tell(code, wire::Tree(std::move(members)),
                     listing(*found) + "Nothing was sent that writes. The plan is in " +
                         arguments.output + ": read it, then run patchbay apply " +
                         arguments.output + '\n');
}

int make_plan(const PlanArguments& arguments, Output& output) {
  if (output.is_json() && arguments.output == "-")
    return report_failure(
        "--json and --jq list what is in a plan that is written to a file: name the file, or "
        "leave them out",
        kError);
  const auto file = read_system_file(arguments.system);
  if (!file) return report_all(file.error());
  const auto code = with_system(arguments.place, *file, {.links = LinkFile::Use::write},
                                [&](SystemSession& session) {
                                  const auto done = compare_and_write(arguments, session, output);
                                  return done ? *done : report_failure(done.error(), kError);
                                });
  return code ? *code : report_failure(code.error(), kError);
}

}  // namespace

Run define_plan(CLI::App& command) {
  const auto arguments = std::make_shared<PlanArguments>();
  command.add_option("system", arguments->system, "The file that describes the system")
      ->required()
      ->type_name("FILE");
  command.add_option("-o,--output", arguments->output, "The file of the plan, or - for the output")
      ->required()
      ->type_name("FILE");
  arguments->flags.add_to(command,
                          {.place = "Data folder or postgresql://…; a server may be using it",
                           .key_file = "Its sealing key; sealing.key in the folder otherwise"});
  command
      .add_option("--link", arguments->links,
                  "A customer here, by number or UUID, and its id there: they are one")
      ->type_name("CUSTOMER=ID");
  command
      .add_option("--owner", arguments->owners,
                  "Whose value counts for a field in this plan: record, system, …")
      ->type_name("FIELD=OWNER");
  command.footer(
      "Sends no request that writes. Exits with 0 if there is nothing to do, 1 if there is, and 2 "
      "if they cannot be compared.");
  return with_place(command, arguments, make_plan);
}

}  // namespace patchbay::app
