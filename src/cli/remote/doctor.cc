// The command `doctor`: looks at a configuration with its store, or at a server, or at both.
#include <cstdio>
#include <memory>

#include <CLI/CLI.hpp>

#include "app/system/doctor_facts.h"
#include "base/result.h"
#include "base/version.h"
#include "cli/command.h"
#include "cli/remote/remote_options.h"
#include "cli/remote/shown.h"
#include "cli/setting_flags.h"

namespace patchbay::app {
namespace {

struct DoctorArguments {
  SettingFlags settings;
  RemoteOptions remote;
  std::string key_copy;
};

// The fields of {"check":…,"what":…,"do":…}.
core::Finding finding_of(const wire::Tree& tree) {
  return {member_text(tree, "check"), member_text(tree, "what"), member_text(tree, "do")};
}

// How far a server whose reply says `time` is ahead of this machine.
std::optional<std::int64_t> seconds_ahead(const std::string& time, Instant now) {
  const auto parsed = parse_rfc3339(time);
  if (!parsed) return std::nullopt;
  return (parsed->us - now.us) / 1'000'000;
}

void read_system(const FromServer& reply, Instant now, DoctorFacts& out) {
  out.server_version = member_text(reply.tree, "version");
  out.clock_difference_s = seconds_ahead(member_text(reply.tree, "time"), now);
  if (const wire::Tree* findings = reply.tree.find("findings"); findings && findings->array())
    for (const wire::Tree& each : *findings->array())
      out.server_findings.push_back(finding_of(each));
}

void ask_server(const RemoteOptions& remote, const Clock& clock, DoctorFacts& out) {
  const auto profile = load_profile(remote.choice());
  if (!profile) {
    out.profile_problem = profile.error().what;
    return;
  }
  out.server = profile->server.origin();
  const auto session = Session::open(*profile);
  if (!session) {
    out.profile_problem = session.error().what;
    return;
  }
  const auto reply = session->exchange({.target = "/v1/system"});
  if (!reply)
    out.server_problem = reply.error().what;
  else if (reply->status != 200)
    out.sign_in_problem = refusal(*reply).what;
  else
    read_system(*reply, clock.now(), out);
}

wire::Tree findings_json(const std::vector<core::Finding>& findings) {
  wire::Array items;
  for (const core::Finding& each : findings)
    items.emplace_back(
        wire::Object{{"check", each.check}, {"what", each.what}, {"do", each.remedy}});
  return wire::Tree(wire::Object{{"findings", wire::Tree(std::move(items))}});
}

// Each finding as a paragraph: sentences are read, and must not be cut to a column.
std::string findings_text(const std::vector<core::Finding>& findings, const Terminal& terminal) {
  std::string out;
  for (const core::Finding& each : findings)
    out += terminal.styled(each.check, Style::bad) + ": " + on_one_line(each.what) + "\n  " +
           on_one_line(each.remedy) + '\n';
  return findings.empty() ? terminal.styled("nothing is wrong", Style::good) + '\n' : out;
}

Answer<int> examine(DoctorArguments& arguments, const CLI::App& command) {
  TRY_DO(arguments.remote.prepare());
  const auto clock = system_clock();
  const bool asks = command.count("--profile") > 0 || command.count("--server") > 0;
  const Sources sources = arguments.settings.sources(command);
  const bool looks = !asks || !sources.flags.empty() || !sources.file.empty();
  DoctorFacts facts;
  facts.version = program_version();
  if (looks) {
    if (const auto config = load_config(sources))
      look_at_machine(*config, arguments.key_copy, clock->now(), facts);
    else
      facts.config_problems = config.error();
  }
  if (asks) ask_server(arguments.remote, *clock, facts);
  const auto findings = diagnose(facts);
  TRY_DO(arguments.remote.print(findings_json(findings), [&](const Terminal& terminal) {
    return findings_text(findings, terminal);
  }));
  return findings.empty() ? kDone : kDiffers;
}

}  // namespace

Run define_doctor(CLI::App& command) {
  const auto arguments = std::make_shared<DoctorArguments>();
  arguments->settings.add_to(command);
  command
      .add_option("--key-copy", arguments->key_copy,
                  "A copy of the sealing key, which is compared with the key")
      ->type_name("FILE");
  arguments->remote.add_to(command);
  command.footer(
      "Looks at the configuration and its store, also while it is served; with --profile or "
      "--server at a server, and at the configuration too if a setting or --config is given. Ends "
      "with 0 if nothing is wrong, and with 1 if something is.");
  return [arguments, &command] { return finish(examine(*arguments, command)); };
}

}  // namespace patchbay::app
