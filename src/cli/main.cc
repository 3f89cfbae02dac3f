// The program: its subcommands and flags, read from the tables of commands and settings.
#include <cstdio>
#include <map>

#include <CLI/CLI.hpp>
#include <unistd.h>

#include "app/config/config.h"
#include "app/config/config_check.h"
#include "app/observe/anchors.h"
#include "app/serve/doc_pages.h"
#include "app/serve/serve.h"
#include "cli/backup.h"
#include "cli/init.h"
#include "cli/migrate.h"
#include "cli/user.h"
#include "cli/verify.h"

extern char** environ;

namespace patchbay::app {
namespace {

// The flags of the commands that read the configuration.
struct Flags {
  std::string file;
  bool demo = false;
  std::vector<std::string> values = std::vector<std::string>(settings().size());
};

std::vector<std::pair<std::string, std::string>> environment() {
  std::vector<std::pair<std::string, std::string>> out;
  for (char** each = environ; *each; ++each) {
    const std::string_view entry = *each;
    const auto equals = entry.find('=');
    if (equals != std::string_view::npos)
      out.emplace_back(entry.substr(0, equals), entry.substr(equals + 1));
  }
  return out;
}

// Two settings have a short name too.
std::string flag_names(const Setting& setting) {
  std::string out = "--" + setting.name();
  if (setting.name() == "server.listen") out = "--listen," + out;
  if (setting.name() == "store.data") out = "--data," + out;
  return out;
}

void add_settings(CLI::App& command, Flags& flags) {
  command.add_option("--config", flags.file, "TOML file with settings")->type_name("FILE");
  std::size_t i = 0;
  for (const Setting& each : settings())
    command.add_option(flag_names(each), flags.values[i++], std::string(each.meaning))
        ->type_name(std::string(each.allowed()))
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeLast)
        ->group("Settings (also in the file and as environment variables)");
}

Sources sources_of(const CLI::App& command, const Flags& flags) {
  Sources sources{flags.file, environment(), {}};
  std::size_t i = 0;
  for (const Setting& each : settings()) {
    if (command.count("--" + each.name()) > 0)
      sources.flags.emplace_back(each.name(), flags.values[i]);
    ++i;
  }
  return sources;
}

int report_failure(const std::vector<std::string>& sentences) {
  for (const std::string& each : sentences) std::fprintf(stderr, "patchbay: %s\n", each.c_str());
  return 1;
}

// What `backup` and `restore` have in common.
void add_transfer(CLI::App& command, TransferOptions& transfer, const std::string& key_meaning) {
  command.add_option("--key", transfer.key, key_meaning)->type_name("FILE");
  command.add_option("--rate", transfer.mib_per_second, "Copy at most this many MiB a second")
      ->check(CLI::Range(1, 100'000))
      ->capture_default_str();
}

int run(int argc, char** argv) {
  CLI::App program{"Patchbay: one customer record, many doors."};
  program.require_subcommand(1);
  program.failure_message(CLI::FailureMessage::help);
  Flags flags;

  auto* serve_command = program.add_subcommand("serve", "Serve the doors until stopped");
  add_settings(*serve_command, flags);
  serve_command->add_flag(
      "--demo", flags.demo,
      "Fill an empty data folder with the demo; such a folder is served on loopback "
      "addresses only");
  auto* check = program.add_subcommand("check-config", "Say whether the configuration is good");
  add_settings(*check, flags);
  auto* init_command = program.add_subcommand(
      "init", "Make a new, empty store, and with --user its first principal");
  add_settings(*init_command, flags);
  InitOptions first;
  auto* first_user = init_command->add_option(
      "--user", first.user,
      "Name of the first principal; its password is read from standard input");
  init_command->add_option("--role", first.roles, "Its role (system owner)")
      ->type_name("ROLE")
      ->needs(first_user);
  init_command
      ->add_option("--key", first.new_key, "Make an API key with this label instead of a password")
      ->needs(first_user);
  auto* version = program.add_subcommand("version", "Print the version");
  auto* docs = program.add_subcommand("docs", "Print a page of the documentation, from the tables");
  std::map<std::string, const Page*> named;
  for (const Page& each : pages()) named.emplace(each.name, &each);
  std::string page;
  docs->add_option("page", page, "Which page")->required()->check(CLI::IsMember(named));
  auto* verify = program.add_subcommand("verify",
                                        "Check that a store is whole: history, seals, values and "
                                        "indexes; prints the first difference and exits with 1");
  VerifyArguments verified;
  verify
      ->add_option("--data", verified.location,
                   "Data folder or postgresql://…; servers may hold it")
      ->type_name("PLACE");
  verify
      ->add_option("--key-file", verified.key_file,
                   "Its sealing key; sealing.key in the folder otherwise. Without one, hashes and "
                   "seals are not checked")
      ->type_name("FILE");
  verify
      ->add_option("--anchor", verified.anchors,
                   "File with one anchor on each line: finds whatever was rewritten before any of "
                   "them was made")
      ->type_name("FILE");
  auto* anchor = program.add_subcommand(
      "anchor", "Print the newest seal of history, signed: keep it where the server cannot write");
  VerifyArguments anchored;
  anchor
      ->add_option("--data", anchored.location,
                   "Data folder or postgresql://…; servers may hold it")
      ->type_name("PLACE");
  anchor
      ->add_option("--key-file", anchored.key_file,
                   "Its sealing key; sealing.key in the folder otherwise")
      ->type_name("FILE");
  auto* adopt = program.add_subcommand("adopt",
                                       "Add hashes and seals to a store of an earlier version, "
                                       "once; what the store holds is not checked");
  VerifyArguments adopted;
  adopt
      ->add_option("--data", adopted.location,
                   "Data folder or postgresql://…; no server may use it")
      ->type_name("PLACE");
  adopt
      ->add_option("--key-file", adopted.key_file,
                   "Its sealing key; sealing.key in the folder otherwise")
      ->type_name("FILE");
  TransferOptions saved{.from = "./data", .to = {}, .key = {}};
  auto* backup = program.add_subcommand(
      "backup",
      "Copy a store as it is at one moment, also while it is served, and verify the copy");
  backup
      ->add_option("--log", saved.log_growth_mib_max,
                   "MiB by which the database's log may grow during the backup: from half of it on "
                   "--rate is ignored, above it the backup stops")
      ->check(CLI::Range(1, 1'000'000))
      ->capture_default_str();
  backup->add_option("folder", saved.to, "New folder for the backup")
      ->required()
      ->type_name("DEST");
  backup->add_option("--data", saved.from, "Data folder; a server may hold it")->type_name("DIR");
  add_transfer(*backup, saved,
               "Sealing key to put into the backup; without it the key must be kept apart");
  TransferOptions restored{.from = {}, .to = "./data", .key = {}};
  auto* restore =
      program.add_subcommand("restore", "Put a backup, verified, into a new data folder");
  restore->add_option("backup", restored.from, "Folder of the backup")
      ->required()
      ->type_name("FROM");
  restore->add_option("--data", restored.to, "Data folder; not there yet, or empty")
      ->type_name("DIR");
  add_transfer(*restore, restored,
               "Sealing key to put there; the one in the backup if there is one");
  auto* migrate = program.add_subcommand(
      "migrate", "Copy a store into an empty one of any kind, and check both");
  std::string migrate_from;
  std::string migrate_to;
  migrate
      ->add_option("--from", migrate_from,
                   "sqlite:DIR or postgresql://…; refused while a server uses it")
      ->type_name("PLACE")
      ->required();
  migrate->add_option("--to", migrate_to, "An empty place of either kind")
      ->type_name("PLACE")
      ->required();
  auto* user = program.add_subcommand("user", "Manage who can sign in");
  UserCommand users;
  users.add_to(*user);

  try {
    program.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return program.exit(error);
  }
  if (version->parsed()) {
    std::puts("patchbay " PATCHBAY_VERSION);
    return 0;
  }
  if (docs->parsed()) {
    std::fputs(named.at(page)->text().c_str(), stdout);
    return 0;
  }
  if (verify->parsed()) return app::verify(verified);
  if (anchor->parsed()) return print_anchor(anchored.location, anchored.key_file);
  if (adopt->parsed()) return app::adopt(adopted);
  if (backup->parsed()) return app::backup(saved);
  if (restore->parsed()) return app::restore(restored);
  if (migrate->parsed()) return app::migrate(migrate_from, migrate_to);
  if (user->parsed()) return users.run();
  const CLI::App& command = check->parsed()          ? *check
                            : init_command->parsed() ? *init_command
                                                     : *serve_command;
  const Sources sources = sources_of(command, flags);
  const auto config = load_config(sources);
  if (!config) return report_failure(config.error());
  if (init_command->parsed()) {
    first.config = *config;
    if (first.roles.empty()) first.roles = {"system owner"};
    return init(first);
  }
  if (check->parsed()) {
    if (const auto wrong = config_problems(*config, /*demo=*/false); !wrong.empty())
      return report_failure(wrong);
    std::puts("the configuration is good");
    return 0;
  }
  return serve({*config, sources, flags.demo});
}

}  // namespace
}  // namespace patchbay::app

int main(int argc, char** argv) { return patchbay::app::run(argc, argv); }
