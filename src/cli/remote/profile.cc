// Reads and writes the file of profiles.
#include "cli/remote/profile.h"

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <sstream>
#include <vector>

#include <fcntl.h>
#include <sys/stat.h>
#include <toml++/toml.h>
#include <unistd.h>

#include "app/serve/endpoint.h"
#include "base/guarded_file.h"
#include "base/nearest.h"
#include "base/result.h"
#include "base/text.h"

namespace patchbay::app {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kStandardProfile = "default";

struct ProfileKey {
  std::string_view name;
  void (*set)(Profile&, const std::string&);
};
constexpr ProfileKey kProfileKeys[] = {
    {"server",
     [](Profile& to, const std::string& text) {
       if (auto url = parse_server(text)) to.server = *std::move(url);
     }},
    {"user", [](Profile& to, const std::string& text) { to.user = text; }},
    {"credential", [](Profile& to, const std::string& text) { to.credential = Secret(text); }},
    {"credential_command",
     [](Profile& to, const std::string& text) { to.credential_command = text; }},
    {"authorities", [](Profile& to, const std::string& text) { to.authorities = text; }},
    {"plain_http", [](Profile& to, const std::string& text) { to.plain_http = text == "true"; }},
};

const ProfileKey* find_key(std::string_view name) {
  for (const ProfileKey& each : kProfileKeys)
    if (each.name == name) return &each;
  return nullptr;
}

Answer<Profile> read_profile(const fs::path& file, std::string_view name, const toml::node& node) {
  const std::string place = file.string() + ": [" + std::string(name) + "]";
  const toml::table* const table = node.as_table();
  if (!table) return fail(place + " must be a table with server and user");
  Profile out{.name = std::string(name)};
  for (const auto& [key, value] : *table) {
    const ProfileKey* const known = find_key(key.str());
    if (!known) {
      std::vector<std::string_view> names;
      for (const ProfileKey& each : kProfileKeys) names.push_back(each.name);
      const std::string_view near = nearest(key.str(), names);
      return fail(place + " has \"" + std::string(key.str()) + "\", which is no key of a profile" +
                  (near.empty() ? "" : "; the nearest is " + std::string(near)));
    }
    auto text = value.value<std::string>();
    if (const auto flag = value.value_exact<bool>()) text = *flag ? "true" : "false";
    if (!text) return fail(place + ": " + std::string(key.str()) + " must be text in quotes");
    if (known->name == "server") TRY_DO(parse_server(*text));
    known->set(out, *text);
  }
  if (out.server.host.empty()) return fail(place + " has no server, such as \"https://HOST\"");
  if (out.user.empty()) return fail(place + " has no user");
  if (out.credential.empty() == out.credential_command.empty())
    return fail(place + " must have either credential or credential_command");
  return out;
}

// The whole file as a table; an empty one if it does not exist.
Answer<toml::table> read_file(const fs::path& file) {
  const auto text = read_guarded(file, kSecretFile, kProfileBytesMax);
  if (!text && text.error().error == ENOENT) return toml::table();
  if (!text) return fail("the file of profiles " + file.string() + ' ' + text.error().text);
  try {
    return toml::parse(*text, file.string());
  } catch (const toml::parse_error& error) {
    // Its own words may quote the line, and so a credential.
    const auto at = error.source().begin;
    return fail(file.string() + ":" + std::to_string(at.line) + ":" + std::to_string(at.column) +
                ": this is not TOML");
  }
}

// Which profiles there are, for a sentence.
std::string known_profiles(const toml::table& all) {
  std::vector<std::string> names;
  for (const auto& [key, value] : all) names.emplace_back(key.str());
  return join(names, ", ");
}

Answer<Profile> by_server(const fs::path& file, const toml::table& all, const http::Url& server) {
  std::vector<Profile> found;
  for (const auto& [key, value] : all) {
    Profile each = TRY(read_profile(file, key.str(), value));
    if (each.server.origin() == server.origin()) found.push_back(std::move(each));
  }
  if (found.size() == 1) return std::move(found.front());
  if (found.empty())
    return fail("no profile has the server " + server.origin() +
                ": make one with `patchbay login --server " + server.origin() + "`");
  return fail("several profiles have the server " + server.origin() + ": say --profile too");
}

Answer<void> write_whole(const fs::path& file, const std::string& text) {
  const fs::path partial = file.string() + ".partial";
  ::unlink(partial.c_str());
  const Descriptor to(
      ::open(partial.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
  const bool written =
      to && ::write(to.get(), text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
      ::fsync(to.get()) == 0 && std::rename(partial.c_str(), file.c_str()) == 0;
  if (written) return {};
  const std::string why = std::strerror(errno);
  ::unlink(partial.c_str());
  return fail("the file of profiles " + file.string() + " cannot be written: " + why);
}

}  // namespace

Answer<http::Url> parse_server(const std::string& text) {
  auto url = http::parse_url(text);
  if (!url) return fail("the address of a server, \"" + text + "\", " + url.error());
  if (url->target != "/")
    return fail("the address of a server, \"" + text +
                "\", must end with the host or its port: " + url->origin());
  return *std::move(url);
}

fs::path profiles_file(const std::string& named) {
  if (!named.empty()) return named;
  if (const char* config = std::getenv("XDG_CONFIG_HOME"); config && *config == '/')
    return fs::path(config) / "patchbay" / "profiles.toml";
  const char* const home = std::getenv("HOME");
  return fs::path(home ? home : "") / ".config" / "patchbay" / "profiles.toml";
}

Answer<Profile> load_profile(const ProfileChoice& choice) {
  const fs::path file = profiles_file(choice.file);
  const toml::table all = TRY(read_file(file));
  if (all.empty())
    return fail(file.string() + " has no profile: make one with `patchbay login --server URL`");
  if (choice.name.empty() && !choice.server.empty())
    return by_server(file, all, TRY(parse_server(choice.server)));
  std::string name = choice.name.empty() ? std::string(kStandardProfile) : choice.name;
  if (choice.name.empty() && all.size() == 1) name = all.begin()->first.str();
  const toml::node* const node = all.get(name);
  if (!node)
    return fail(file.string() + " has no profile \"" + name + "\", only " + known_profiles(all) +
                (choice.name.empty() ? ": say --profile" : ""));
  Profile out = TRY(read_profile(file, name, *node));
  if (choice.server.empty()) return out;
  if (TRY(parse_server(choice.server)).origin() != out.server.origin())
    return fail("the profile \"" + name + "\" is for " + out.server.origin() +
                ", and its credential is sent nowhere else: make a profile for " + choice.server);
  return out;
}

Answer<void> check_secrecy(const Profile& profile) {
  const http::Url& server = profile.server;
  if (!crosses_network_in_clear(server) || profile.plain_http) return {};
  return fail(server.origin() +
              " is asked without TLS, so the credential would go over the network as it is: use "
              "https, or set plain_http to true in the profile if the network is private");
}

Answer<Secret> credential_of(const Profile& profile) {
  if (profile.credential_command.empty()) return profile.credential;
  const std::string said = "credential_command of the profile \"" + profile.name + "\"";
  // `mcp` reads messages from its input, which the command must not take.
  FILE* const pipe = ::popen(("exec </dev/null; " + profile.credential_command).c_str(), "re");
  if (!pipe) return fail(said + " cannot be run: " + std::strerror(errno));
  std::array<char, kCredentialBytesMax> room{};
  const std::size_t count = std::fread(room.data(), 1, room.size(), pipe);
  const int code = ::pclose(pipe);
  std::string text(room.data(), count);
  room.fill('\0');
  text.resize(std::min(text.find('\n'), text.size()));
  if (code != 0) return fail(said + " failed: run it by hand to see why");
  if (text.empty()) return fail(said + " printed nothing");
  return Secret(std::move(text));
}

Answer<void> save_profile(const fs::path& file, const Profile& profile) {
  toml::table all = TRY(read_file(file));
  toml::table one;
  one.insert("server", profile.server.origin());
  one.insert("user", profile.user);
  if (profile.credential_command.empty())
    one.insert("credential", std::string(profile.credential.reveal()));
  else
    one.insert("credential_command", profile.credential_command);
  if (!profile.authorities.empty()) one.insert("authorities", profile.authorities);
  if (profile.plain_http) one.insert("plain_http", true);
  all.insert_or_assign(profile.name, std::move(one));
  std::error_code error;
  fs::create_directories(file.parent_path(), error);
  std::ostringstream out;
  out << all << '\n';
  return write_whole(file, out.str());
}

}  // namespace patchbay::app
