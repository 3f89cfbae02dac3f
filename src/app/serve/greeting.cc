// The greeting, with one working curl command per door. All of them change the same customer.
#include "app/serve/greeting.h"

#include <fmt/format.h>

#include "app/seed/demo.h"
#include "doors/door.h"

namespace patchbay::app {
namespace {

// `text` with the server's address in place of "{url}".
std::string with_url(std::string_view text, const std::string& url) {
  constexpr std::string_view kPlaceholder = "{url}";
  std::string out(text);
  for (std::size_t at = 0; (at = out.find(kPlaceholder, at)) != std::string::npos; at += url.size())
    out.replace(at, kPlaceholder.size(), url);
  return out;
}

}  // namespace

std::string greeting(const ServerInfo& server) {
  std::string out = fmt::format("Patchbay serves on {}\n", server.url);
  if (server.has_console) out += fmt::format("Console: {}/console/\n", server.url);
  if (!server.is_durable)
    out += "Nothing is kept: the data are in memory and end with this process.\n";
  if (!server.is_demo) return out;
  out += "\nThis is a demo: everyone knows its secrets, so it serves this machine only.\n\n";
  out += fmt::format("{:<15} {:<32} {:<6} {}\n", "principal", "secret", "home", "role");
  for (const DemoPrincipal& each : demo_principals())
    out += fmt::format("{:<15} {:<32} {:<6} {}\n", each.name, each.secret, each.home, each.role);
  out +=
      "\nScripts, each written for another vendor's API, change one customer (printed as they "
      "work):\n";
  for (const doors::Door* door : doors::all_doors())
    out += fmt::format("\n{}\n", with_url(door->presentation.example, server.url));
  return out;
}

}  // namespace patchbay::app
