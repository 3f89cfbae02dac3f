// Manages principals in a data folder with the rights of the system owner.
#include "cli/user.h"

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <memory>
#include <optional>

#include <CLI/CLI.hpp>
#include <termios.h>
#include <unistd.h>

#include "app/report_failure.h"
#include "app/seed/demo.h"
#include "app/seed/role_numbers.h"
#include "app/store_keys.h"
#include "base/text.h"
#include "base/wording.h"
#include "cli/store_flags.h"
#include "core/access/owners.h"
#include "doors/door.h"
#include "doors/native/admin/admin_json.h"
#include "store/open.h"
#include "store/postgresql/location.h"

namespace patchbay::app {
namespace {

// As the author of changes in history.
constexpr const char* kAuthor = "patchbay user";
constexpr const char* kDoor = "cli";

std::unique_ptr<core::Service> service_of(const OpenedStore& opened, const Clock& clock,
                                          Random& random) {
  core::ServiceOptions options = standard_config().service;
  options.common_passwords = is_demo(*opened.store);
  options.doors = doors::door_names();
  options.on_damage = [](const Uuid&, const std::string& what) { (void)report_failure(what); };
  return core::Service::make(*opened.store, clock, random, opened.keys, options);
}

core::Call call_for(core::Request request) {
  return {.caller = {.credentials = {}, .door = kDoor, .source = {}},
          .required_privilege = {.any_of = core::Privilege::administrator},
          .request = std::move(request)};
}

// "192.0.2.1 until 2026-11-28T08:00:00Z (5 failures)", as a list.
std::string locks_of(const std::vector<core::Lockout>& lockouts) {
  std::string out;
  for (const core::Lockout& each : lockouts) {
    if (!out.empty()) out += "; ";
    out += each.source + " until " + rfc3339(each.until) + " (" +
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

// What `patchbay user` calls the member of a principal that a problem is about.
std::string in_options(const std::string& field) {
  struct Row {
    std::string_view member;
    const char* option;
  };
  static constexpr Row kRows[] = {
      {"deleted", "to remove this principal"},
      {"locked", "to lock this principal"},
      {"home", "--home"},
      {"roles", "--role"},
      {"doors", "--door"},
      {"sources", "--source"},
      {"new_key", "--key"},
  };
  for (const Row& each : kRows)
    if (field == each.member || field.starts_with(std::string(each.member) + '['))
      return each.option + field.substr(each.member.size());
  return field;
}

// `use`: "read" or "written".
int report_fault(Fault fault, const std::string& location, const std::string& use) {
  if (fault.kind == ErrorKind::unavailable)
    return report_failure("the store in " + store::redacted_location(location) + " cannot be " +
                          use);
  for (Problem& each : fault.problems) each.field = in_options(each.field);
  std::string why = fault.sentence();
  if (why.ends_with(core::kLastOwner)) why += ", or say --force";
  return report_failure(why);
}

}  // namespace

std::string read_password(const char* prompt) {
  if (const char* given = std::getenv("PATCHBAY_PASSWORD")) return given;
  return read_secret(prompt);
}

std::string read_secret(const char* prompt) {
  termios shown{};
  const bool terminal = ::isatty(STDIN_FILENO) == 1 && ::tcgetattr(STDIN_FILENO, &shown) == 0;
  if (terminal) {
    // Before the prompt, so that no early key is shown.
    termios hidden = shown;
    hidden.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    ::tcsetattr(STDIN_FILENO, TCSANOW, &hidden);
    std::fprintf(stderr, "%s: ", prompt);
  }
  std::string line;
  std::getline(std::cin, line);
  if (terminal) {
    ::tcsetattr(STDIN_FILENO, TCSANOW, &shown);
    std::fputc('\n', stderr);
  }
  return line;
}

std::expected<std::string, std::string> read_new_password() {
  std::string first = read_password("Password");
  if (::isatty(STDIN_FILENO) != 1 || std::getenv("PATCHBAY_PASSWORD")) return first;
  if (read_password("The same password again") != first)
    return std::unexpected("the two passwords differ; nothing was changed");
  return first;
}

PrincipalAdministration::PrincipalAdministration(const OpenedStore& opened, std::string location,
                                                 const Clock& clock, Random& random)
    : location_(std::move(location)), service_(service_of(opened, clock, random)) {}

PrincipalAdministration::Done PrincipalAdministration::upsert(core::UpsertPrincipal wanted,
                                                              bool force) {
  const auto outcome = core::handle_as_owner_and_wait(
      *service_, call_for(std::move(wanted)), {.author = kAuthor, .may_leave_no_owner = force});
  if (!outcome) return {.code = report_fault(outcome.error(), location_, "written")};
  const auto& admin_objects = std::get<core::AdminObjects>(*outcome);
  const Principal& principal = admin_objects.principals.front();
  Done out{.tree = doors::native::principal_json(principal, nullptr),
           .text = row_of(principal) + '\n'};
  if (!admin_objects.new_key.empty()) {
    out.new_key = admin_objects.new_key;
    out.text += "API key, shown this once: " + admin_objects.new_key + '\n';
  }
  return out;
}

PrincipalAdministration::Done PrincipalAdministration::list() {
  Done out{.text = "id\tname\thome\troles\tstate\tkeys\tlocked out at\n"};
  wire::Array listed;
  constexpr std::size_t kPage = 1000;
  for (std::int64_t after = 0;;) {
    const auto outcome = core::handle_as_owner_and_wait(
        *service_, call_for(core::ListAdminObjects{.kind = {}, .after = after, .limit = kPage}),
        {.author = kAuthor});
    if (!outcome) return {.code = report_fault(outcome.error(), location_, "read")};
    const auto& page = std::get<core::AdminObjects>(*outcome);
    for (const Principal& each : page.principals) {
      const auto found = page.lockouts.find(each.id);
      const std::vector<core::Lockout> lockouts =
          found == page.lockouts.end() ? std::vector<core::Lockout>() : found->second;
      out.text += row_of(each) + '\t' + locks_of(lockouts) + '\n';
      listed.push_back(doors::native::principal_json(each, &lockouts));
    }
    if (!page.more) break;
    after = page.principals.back().id;
  }
  out.tree = wire::Tree(wire::Object{{"principals", wire::Tree(std::move(listed))}});
  return out;
}

namespace {

// Whether there is a database, which may be damaged or out of reach.
bool is_there(const std::string& location) {
  std::error_code ignored;
  return store::is_postgresql(location) ||
         std::filesystem::exists(std::filesystem::path(location) / "patchbay.db", ignored);
}

class UserCommand {
 public:
  // Adds the subcommands add, list, passwd, lock, unlock and remove to `command`.
  void add_to(CLI::App& command);
  // Runs the one that was parsed.
  PrincipalAdministration::Done run();
  [[nodiscard]] const std::shared_ptr<Output>& output() const { return output_; }

 private:
  enum class Action : std::uint8_t { add, list, passwd, lock, unlock, remove };
  Action action_ = Action::list;
  StoreFlags flags_;
  std::string name_;
  std::int64_t home_ = 1;
  std::vector<std::string> roles_;
  std::vector<std::string> doors_;
  std::vector<std::string> sources_;
  std::string new_key_;
  bool force_ = false;
  std::shared_ptr<Output> output_ = std::make_shared<Output>();
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
    output_->add_to(*one);
    one->callback([this, action = each.action] { action_ = action; });
    flags_.add_to(*one, {.place = "Data folder, whose server must be stopped, or postgresql://…",
                         .key_file = "Its sealing key; sealing.key in the folder otherwise"});
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

PrincipalAdministration::Done UserCommand::run() {
  const auto failed = [](const std::string& why) {
    return PrincipalAdministration::Done{.code = report_failure(why)};
  };
  const auto place = flags_.place();
  if (!place) return {.code = report_failures(place.error())};
  const std::string& data = place->location;
  if (data == kInMemory) return failed("a store in memory has no folder to manage");
  if (const auto there = store::must_be_a_store(data); !there)
    return failed(there.error() + (is_there(data) ? "" : "; `patchbay init` makes one"));
  const auto clock = system_clock();
  const auto random = system_random();
  auto opened = open_store(
      data, key_file_of(data, place->key_file), clock->now(), "user", *random,
      [](const std::string& what) { (void)report_failure(what); }, place->options);
  if (!opened) return failed(with_advice(opened.error(), "use its console, or /v1/principals"));
  if (!opened->store->read()->customer(kRoot))
    return failed("the store in " + store::redacted_location(data) +
                  " is not complete: start `patchbay serve` once to complete it");
  for (const std::string& notice : number_roles(*opened->store, *clock, *random))
    (void)report_failure(notice);
  PrincipalAdministration administration(*opened, data, *clock, *random);
  if (action_ == Action::list) return administration.list();

  core::UpsertPrincipal wanted;
  if (action_ != Action::add) wanted.id = name_;
  if (action_ == Action::passwd || (action_ == Action::add && new_key_.empty())) {
    auto password = read_new_password();
    if (!password) return failed(password.error());
    wanted.password = Secret(std::move(*password));
  }
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
  return administration.upsert(std::move(wanted), force_);
}

}  // namespace

Run define_user(CLI::App& command) {
  const auto users = std::make_shared<UserCommand>();
  users->add_to(command);
  return prepared(users->output(), [users](Output& output) {
    auto done = users->run();
    if (!done.new_key.empty()) done.tree.set("api_key", wire::Tree(done.new_key));
    return done.code != 0 ? done.code : output.tell(done.code, done.tree, done.text);
  });
}

}  // namespace patchbay::app
