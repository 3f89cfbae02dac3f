// The command `login`: keeps the address of a server and who asks as a profile, after trying it.
#include <memory>

#include <CLI/CLI.hpp>

#include "base/result.h"
#include "cli/command.h"
#include "cli/output.h"
#include "cli/remote/profile.h"
#include "cli/remote/session.h"
#include "cli/user.h"
#include "wire/json.h"

namespace patchbay::app {
namespace {

struct LoginArguments {
  std::string file;
  Profile profile{.name = "default"};
  std::string server;
};

Answer<int> log_in(LoginArguments& arguments, Output& output) {
  Profile& profile = arguments.profile;
  profile.server = TRY(parse_server(arguments.server));
  TRY_DO(check_secrecy(profile));
  if (profile.credential_command.empty())
    profile.credential = Secret(read_password("Password or API key"));
  if (profile.credential_command.empty() && profile.credential.empty())
    return fail("a password or an API key is needed: type it, or send it to standard input");
  const Session session = TRY(Session::open(profile));
  const FromServer me = TRY(session.call({.target = "/v1/me"}));
  const auto file = profiles_file(arguments.file);
  TRY_DO(save_profile(file, profile));
  const std::string server = profile.server.origin();
  return output.tell(kDone,
                     wire::Tree(wire::Object{{"server", server},
                                             {"user", profile.user},
                                             {"profile", profile.name},
                                             {"file", file.string()}}),
                     server + " signs in as " + profile.user + "; the profile \"" + profile.name +
                         "\" is in " + file.string() + '\n');
}

}  // namespace

Run define_login(CLI::App& command) {
  const auto arguments = std::make_shared<LoginArguments>();
  command.add_option("--server", arguments->server, "Address of the server: https://HOST")
      ->type_name("URL")
      ->required();
  command.add_option("--user", arguments->profile.user, "Name of the principal")
      ->type_name("NAME")
      ->required();
  command.add_option("--profile", arguments->profile.name, "Name of the profile (default)")
      ->type_name("NAME");
  command
      .add_option("--credential-command", arguments->profile.credential_command,
                  "What prints the password or API key, such as the command of a keyring; "
                  "otherwise it is asked for, or read from standard input, and kept in the file")
      ->type_name("COMMAND");
  command
      .add_option("--authorities", arguments->profile.authorities,
                  "PEM file of the authorities that sign the server's certificate (the system's)")
      ->type_name("FILE");
  command.add_flag("--plain-http", arguments->profile.plain_http,
                   "Send the credential to another machine without TLS, on a private network");
  command
      .add_option("--profiles", arguments->file,
                  "File of profiles (patchbay/profiles.toml in the folder of configurations)")
      ->type_name("FILE");
  return with_output(command, [arguments](Output& output) {
    const auto done = log_in(*arguments, output);
    return done ? *done : report(done.error());
  });
}

}  // namespace patchbay::app
