// preference = token [ = word ] *( ; parameter ), separated by commas. A word may be quoted.
#include "doors/shared/preferences.h"

#include <algorithm>
#include <utility>

#include "base/text.h"

namespace patchbay::doors {
namespace {

struct Preference {
  std::string name;  // in lower case
  std::string value;
};

// Returns the front of `rest` up to one of `ends` outside quotes. Removes it and that character.
std::string_view take_until(std::string_view& rest, std::string_view ends, char& met) {
  bool quoted = false;
  std::size_t at = 0;
  for (; at < rest.size(); ++at) {
    if (quoted && rest[at] == '\\')
      ++at;
    else if (at < rest.size() && rest[at] == '"')
      quoted = !quoted;
    else if (!quoted && ends.contains(rest[at]))
      break;
  }
  const std::string_view out = rest.substr(0, at);
  met = at < rest.size() ? rest[at] : '\0';
  rest.remove_prefix(std::min(at + 1, rest.size()));
  return out;
}

std::string word_of(std::string_view text) {
  text = trim(text);
  if (text.size() < 2 || text.front() != '"' || text.back() != '"') return lower(text);
  std::string out;
  for (std::size_t i = 1; i + 1 < text.size(); ++i) {
    if (text[i] == '\\' && i + 2 < text.size()) ++i;
    out += text[i];
  }
  return lower(out);
}

Preference preference_of(std::string_view text) {
  const std::size_t equals = text.find('=');
  if (equals == std::string_view::npos) return {lower(trim(text)), {}};
  return {lower(trim(text.substr(0, equals))), word_of(text.substr(equals + 1))};
}

}  // namespace

Preferences read_preferences(const http::Request& request) {
  Preferences out;
  if (request.count("Prefer") == 0) return out;
  bool handling_met = false;
  bool return_met = false;
  for (const auto& [name, value] : request.headers) {
    if (lower(name) != "prefer") continue;
    for (std::string_view rest = value; !rest.empty();) {
      char met = '\0';
      const Preference one = preference_of(take_until(rest, ",;", met));
      while (met == ';') take_until(rest, ",;", met);
      out.respond_async |= one.name == "respond-async";
      if (one.name == "handling" && !std::exchange(handling_met, true)) {
        out.rebase = one.value == "rebase";
      } else if (one.name == "return" && !std::exchange(return_met, true)) {
        if (one.value == "minimal") out.reply = Preferences::Return::minimal;
        if (one.value == "representation") out.reply = Preferences::Return::representation;
      }
    }
  }
  return out;
}

}  // namespace patchbay::doors
