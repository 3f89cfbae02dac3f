// Reads the configuration again, compares it, and applies it.
#include "app/serve/reload.h"

#include <algorithm>
#include <array>

namespace patchbay::app {
namespace {

// The settings that can change while the server runs.
constexpr std::array<std::string_view, 3> kReloadable{"log.level", "server.tls_certificate",
                                                      "server.tls_key"};

bool is_reloadable(std::string_view name) {
  return std::ranges::find(kReloadable, name) != kReloadable.end();
}

std::string joined(const std::vector<std::string>& all) {
  std::string out;
  for (const std::string& each : all) out += (out.empty() ? "" : "; ") + each;
  return out;
}

// The names of the changed settings that need a restart.
std::string changed(const Config& before, const Config& now) {
  std::vector<std::string> out;
  for (const auto& [name, text] : now.as_written) {
    const auto found = before.as_written.find(name);
    if (!is_reloadable(name) && (found == before.as_written.end() || found->second != text))
      out.push_back(name);
  }
  return joined(out);
}

void refuse(const Log& log, const std::string& why) {
  log.write(LogEvent::reload_refused, {{"why", why}});
}

}  // namespace

void reload(const Sources& sources, Config& config, Log& log, http::Server& server) {
  const auto read = load_config(sources);
  if (!read) return refuse(log, joined(read.error()));
  if (read->tls.certificate_file.empty() != config.tls.certificate_file.empty())
    return refuse(log, "turning TLS on or off needs a restart");
  if (!read->tls.certificate_file.empty())
    if (const auto taken = server.reload(read->tls); !taken) return refuse(log, taken.error());
  log.set_level(read->log_level);
  const std::string later = changed(config, *read);
  for (const std::string_view name : kReloadable)
    config.as_written[std::string(name)] = read->as_written.find(name)->second;
  config.log_level = read->log_level;
  config.tls = read->tls;
  std::vector<Log::Member> members{
      {"level", config.log_level},
      {"certificate",
       config.tls.certificate_file.empty() ? std::string("none") : config.tls.certificate_file}};
  if (!later.empty()) members.emplace_back("after a restart", later);
  log.write(LogEvent::reloaded, members);
}

}  // namespace patchbay::app
