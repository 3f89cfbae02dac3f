// Manages principals in a data folder with the rights of the system owner.
#include "cli/user.h"

#include <cstdio>
#include <filesystem>
#include <iostream>
#include <memory>
#include <optional>

#include <CLI/CLI.hpp>
#include <termios.h>
#include <unistd.h>

#include "app/opened_store.h"
#include "app/report_failure.h"
#include "app/seed/demo.h"
#include "app/seed/role_numbers.h"
#include "app/store_keys.h"
#include "base/text.h"
#include "base/wording.h"
#include "cli/command.h"
#include "core/access/lockout.h"
#include "core/access/owners.h"
#include "core/access/password.h"
#include "core/admin/upsert.h"
#include "doors/door.h"
#include "store/open.h"
#include "store/postgresql/location.h"

namespace patchbay::app {
namespace {

core::Actor system_owner() {
  core::Actor out;
  out.principal.name = "patchbay user";
  out.principal.home = kRoot;
  for (const core::Privilege each : core::kPrivileges)
    if (each != core::Privilege::read_only) out.privileges = out.privileges | each;
  return out;
}

// "192.0.2.1 until 2026-11-28T08:00:00Z (5 failures)", as a list.
std::string locks_of(store::ReadTransaction& reader, const core::AttemptsKeys& keys,
                     const std::string& name, Instant now) {
  constexpr std::size_t kShown = 100;
  std::string out;
  for (const Attempts& each : reader.attempts(keys.of_name(name), kShown)) {
    if (!core::locked_out(each, now)) continue;
    if (!out.empty()) out += "; ";
    out += each.source + " until " + rfc3339(each.locked_until) + " (" +
           counted(static_cast<std::uint64_t>(each.failures), "failure") + ")";
  }
  return out;
}

// `each` has the names of its roles.
std::string row_of(const Principal& each) {
  return std::to_string(each.id) + '\t' + each.name + '\t' + std::to_string(each.home.value) +
         '\t' + join(each.role_names, ",") + '\t' + (each.locked ? "locked" : "active") + '\t' +
         counted(each.keys.size(), "key");
}

int list(store::Store& store, const std::optional<core::AttemptsKeys>& keys, Instant now) {
  std::puts("id\tname\thome\troles\tstate\tkeys\tlocked out at");
  if (!keys)
    std::fputs(
        "patchbay: lock-outs are not shown, because the sealing key is not known: name it with "
        "--key-file\n",
        stderr);
  constexpr std::size_t kPage = 1000;
  std::int64_t after = 0;
  for (;;) {
    const auto reader = store.read();
    const auto page = reader->principals(kRoot, after, kPage);
    for (const Principal& each : page)
      std::puts((row_of(core::without_secrets(*reader, each)) + '\t' +
                 (keys ? locks_of(*reader, *keys, each.name, now) : ""))
                    .c_str());
    if (page.size() < kPage) return 0;
    after = page.back().id;
  }
}

int print_outcome(const Result<core::Outcome>& outcome) {
  if (!outcome) {
    std::string why = outcome.error().sentence();
    if (why.ends_with(core::kLastOwner)) why += ", or say --force";
    return report_failure(why);
  }
  const auto& admin_objects = std::get<core::AdminObjects>(*outcome);
  std::puts(row_of(admin_objects.principals.front()).c_str());
  if (!admin_objects.new_key.empty())
    std::printf("API key, shown this once: %s\n", admin_objects.new_key.c_str());
  return 0;
}

}  // namespace

std::string read_password(const char* prompt) {
  if (const char* given = std::getenv("PATCHBAY_PASSWORD")) return given;
  termios shown{};
  const bool terminal = ::isatty(STDIN_FILENO) == 1 && ::tcgetattr(STDIN_FILENO, &shown) == 0;
  if (terminal) {
    std::fprintf(stderr, "%s: ", prompt);
    termios hidden = shown;
    hidden.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    ::tcsetattr(STDIN_FILENO, TCSANOW, &hidden);
  }
  std::string line;
  std::getline(std::cin, line);
  if (terminal) {
    ::tcsetattr(STDIN_FILENO, TCSANOW, &shown);
    std::fputc('\n', stderr);
  }
  return line;
}

int upsert_principal(store::Store& store, const std::string& location, core::UpsertPrincipal wanted,
                     const KeepRights& rights) {
  const auto clock = system_clock();
  const auto random = system_random();
  const core::Call call{.required_privilege = {.any_of = core::Privilege::administrator},
                        .request = std::move(wanted)};
  const auto& principal = std::get<core::UpsertPrincipal>(call.request);
  const core::Actor actor = system_owner();
  const std::vector<std::string> doors = doors::door_names();
  const bool demo = is_demo(store);
  const Uuid request = Uuid::make(*random);
  std::string hash;
  const auto keep = [&](store::ReadTransaction& reader, store::Transaction* transaction) {
    return core::upsert({.reader = reader,
                         .transaction = transaction,
                         .actor = actor,
                         .random = *random,
                         .password_hash = hash,
                         .by = {.time = clock->now(),
                                .principal = actor.principal.name,
                                .door = "cli",
                                .source = {},
                                .request = request,
                                .reason = {},
                                .warnings = {}},
                         .attempts = rights.keys ? &*rights.keys : nullptr,
                         .common_passwords = demo,
                         .doors = &doors,
                         .may_leave_no_owner = rights.force},
                        call);
  };
  // Hashing a password takes long, so it is done last and outside the transaction.
  Result<core::Outcome> outcome = keep(*store.read(), nullptr);
  if (!outcome) return print_outcome(outcome);
  if (principal.password) hash = core::hash_password(principal.password->reveal(), /*light=*/false);
  const auto committed = store::write_and_wait(store, [&](store::Transaction& transaction) {
    outcome = keep(transaction, &transaction);
    return outcome.has_value();
  });
  if (outcome && committed != store::Committed::yes)
    return report_failure("the store in " + store::redacted_location(location) +
                          " cannot be written");
  return print_outcome(outcome);
}

namespace {

class UserCommand {
 public:
  // Adds the subcommands add, list, passwd, lock, unlock and remove to `command`.
  void add_to(CLI::App& command);
  // Runs the one that was parsed; the process's exit code.
  int run();

 private:
  enum class Action : std::uint8_t { add, list, passwd, lock, unlock, remove };
  Action action_ = Action::list;
  std::string data_ = "./data";
  std::string key_file_;
  std::string name_;
  std::int64_t home_ = 1;
  std::vector<std::string> roles_;
  std::vector<std::string> doors_;
  std::vector<std::string> sources_;
  std::string new_key_;
  bool force_ = false;
};

void UserCommand::add_to(CLI::App& command) {
  command.require_subcommand(1);
  struct Row {
    const char* name;
    Action action;
    const char* meaning;
    bool takes_name;
  };
  static constexpr Row kRows[] = {
      {"add", Action::add, "Add a principal; the password is read from standard input", true},
      {"list", Action::list, "List the principals", false},
      {"passwd", Action::passwd, "Set a password, read from standard input", true},
      {"lock", Action::lock, "Keep one from signing in", true},
      {"unlock", Action::unlock, "Let one sign in again, and forget its failed attempts", true},
      {"remove", Action::remove, "Remove one", true},
  };
  for (const Row& each : kRows) {
    CLI::App* one = command.add_subcommand(each.name, each.meaning);
    one->callback([this, action = each.action] { action_ = action; });
    one->add_option("--data", data_, "Data folder, whose server must be stopped, or postgresql://…")
        ->type_name("PLACE");
    one->add_option("--key-file", key_file_, "Its sealing key; sealing.key in the folder otherwise")
        ->type_name("FILE");
    if (each.action == Action::lock || each.action == Action::remove)
      one->add_flag("--force", force_, "Even the last one who can administer the system");
    if (each.takes_name) one->add_option("name", name_, "The principal's name")->required();
    if (each.action == Action::add) {
      one->add_option("--home", home_, "Id of its home customer (1)")->type_name("ID");
      one->add_option("--role", roles_,
                      "Its role, more than one allowed: system owner, reseller, administrator, "
                      "user, read-only, or the name or id of one of your own")
          ->type_name("ROLE")
          ->required();
      one->add_option("--door", doors_, "A door that is open to it; all, where none is given");
      one->add_option("--source", sources_, "An address block it may come from; any by default");
      one->add_option("--key", new_key_, "Make an API key with this label instead of a password");
    }
  }
}

int UserCommand::run() {
  if (data_ == kInMemory) return report_failure("a store in memory has no folder to manage");
  if (const auto there = store::must_be_a_store(data_); !there)
    return report_failure(there.error() + "; `patchbay init` or `patchbay serve` makes one");
  const auto random = system_random();
  auto opened = open_store(data_, key_file_of(data_, key_file_), system_clock()->now(), "user",
                           *random, [](const std::string& what) { (void)report_failure(what); });
  if (!opened) return report_failure(opened.error());
  const auto& store = opened->store;
  if (!store->read()->customer(kRoot))
    return report_failure("the store in " + store::redacted_location(data_) +
                          " is not complete: start `patchbay serve` once to complete it");
  for (const std::string& notice : number_roles(*store, *system_clock(), *random))
    std::fprintf(stderr, "patchbay: %s\n", notice.c_str());
  const core::AttemptsKeys keys(opened->sealing_key);
  if (action_ == Action::list) return list(*store, keys, system_clock()->now());

  core::UpsertPrincipal wanted;
  if (action_ != Action::add) wanted.id = name_;
  if (action_ == Action::passwd || (action_ == Action::add && new_key_.empty()))
    wanted.password = Secret(read_password("Password"));
  if (action_ == Action::add) {
    wanted.name = name_;
    wanted.home = CustomerId{home_};
    wanted.roles = roles_;
    wanted.doors = doors_;
    wanted.sources = sources_;
    if (!new_key_.empty()) wanted.new_key = new_key_;
  }
  if (action_ == Action::lock) wanted.locked = true;
  if (action_ == Action::unlock) wanted.locked = false;
  if (action_ == Action::remove) wanted.deleted = true;
  return upsert_principal(*store, data_, std::move(wanted), {.keys = keys, .force = force_});
}

}  // namespace

Run define_user(CLI::App& command) {
  const auto users = std::make_shared<UserCommand>();
  users->add_to(command);
  return [users] { return users->run(); };
}

}  // namespace patchbay::app
