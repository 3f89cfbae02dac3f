// Profiles: where servers are and who asks, in a file that only its owner can read. Neither stands
// on a command line or in its history.
//
//   [default]
//   server = "https://patchbay.example"
//   user = "alice"
//   credential = "…"                       a password or an API key; or instead of it:
//   credential_command = "secret-tool lookup service patchbay"
//   authorities = "/etc/ssl/own.pem"       PEM; those of the system without it
//   plain_http = true                      if another machine is asked without TLS all the same
#pragma once

#include <filesystem>
#include <string>

#include "base/secret.h"
#include "cli/remote/failure.h"
#include "http/url.h"

namespace patchbay::app {

struct Profile {
  std::string name;
  http::Url server{};
  std::string user{};
  Secret credential{};
  std::string credential_command{};  // a shell runs it; its first line is the credential
  std::string authorities{};
  bool plain_http = false;  // whether the credential may go to another machine without TLS
};

// What the command line says about profiles; everything may be empty.
struct ProfileChoice {
  std::string file;
  std::string name;
  std::string server;
};

inline constexpr std::size_t kProfileBytesMax = 256 * 1024;
inline constexpr std::size_t kCredentialBytesMax = 4096;

// The named file, or patchbay/profiles.toml in $XDG_CONFIG_HOME, or in .config of the home folder.
[[nodiscard]] std::filesystem::path profiles_file(const std::string& named);

// The profile that is chosen: by its name, by its server, the one called "default", or the only
// one. With a name and a server, the server takes the place of the profile's address only if both
// are the same origin: a credential goes nowhere else.
[[nodiscard]] Answer<Profile> load_profile(const ProfileChoice& choice);

// Why the credential must not be sent: the server is another machine, and is asked without TLS.
[[nodiscard]] Answer<void> check_secrecy(const Profile& profile);

// Runs credential_command if there is one. Nothing is kept.
[[nodiscard]] Answer<Secret> credential_of(const Profile& profile);

// Writes `profile` to the file in place of an earlier one of its name, and keeps the others.
// Comments are lost. The file gets mode 0600 and is on disk on return.
[[nodiscard]] Answer<void> save_profile(const std::filesystem::path& file, const Profile& profile);

// Reads the address of a server: an http or https URL without a path.
[[nodiscard]] Answer<http::Url> parse_server(const std::string& text);

}  // namespace patchbay::app
