// Reads the configuration from its three sources.
#include "app/config/config.h"

#include <algorithm>

#include <toml++/toml.h>

#include "app/config/config_file.h"
#include "app/serve/host_policy.h"
#include "base/cidr.h"
#include "base/nearest.h"
#include "base/text.h"
#include "store/open.h"
#include "store/postgresql/location.h"

namespace patchbay::app {
namespace {

using Problems = std::vector<std::string>;

const Setting* find(std::string_view name) {
  for (const Setting& each : settings())
    if (each.name() == name) return &each;
  return nullptr;
}

// "unknown setting server.lisen in patchbay.toml; did you mean server.listen?"
std::string unknown(const std::string& name, const std::string& where,
                    std::string (Setting::*spelled)() const) {
  std::vector<std::string> known;
  for (const Setting& each : settings()) known.push_back((each.*spelled)());
  const std::vector<std::string_view> views(known.begin(), known.end());
  const std::string_view near = nearest(name, views);
  std::string out = "unknown setting " + name + " in " + where;
  if (!near.empty()) out += "; did you mean " + std::string(near) + '?';
  return out;
}

void assign(Config& config, const Setting& setting, const std::string& text,
            const std::string& where, Problems& problems) {
  const auto refuse = [&] {
    problems.push_back(setting.name() + " in " + where + " must be " + setting.allowed());
  };
  std::int64_t whole = 0;
  if (setting.form == Setting::Form::whole) {
    const auto number = parse_whole(text);
    if (!number || *number < setting.min || *number > setting.max) return refuse();
    whole = *number;
  } else if (setting.form != Setting::Form::text) {
    const auto words = split(setting.words, '|');
    if (std::find(words.begin(), words.end(), text) == words.end()) return refuse();
  }
  setting.set(config, text, whole);
  config.as_written[setting.name()] = text;
}

void read_value(Config& config, const std::string& name, const toml::node& node,
                const std::string& file, Problems& problems) {
  const Setting* setting = find(name);
  if (!setting) return problems.push_back(unknown(name, file, &Setting::name));
  const bool number = setting->form == Setting::Form::whole;
  const bool flag = setting->form == Setting::Form::flag;
  if (number && node.is_integer())
    return assign(config, *setting, std::to_string(node.as_integer()->get()), file, problems);
  if (flag && node.is_boolean())
    return assign(config, *setting, node.as_boolean()->get() ? "true" : "false", file, problems);
  if (!number && !flag && node.is_string())
    return assign(config, *setting, node.as_string()->get(), file, problems);
  problems.push_back(name + " in " + file + " must be " + setting->allowed());
}

void read_file(Config& config, const std::string& file, Problems& problems) {
  const auto read = read_config_file(file);
  if (!read) return problems.push_back("the file " + file + ' ' + read.error().text);
  toml::table table;
  try {
    table = toml::parse(read->text, file);
  } catch (const toml::parse_error& error) {
    problems.push_back(file + " line " + std::to_string(error.source().begin.line) + ": " +
                       std::string(error.description()));
    return;
  }
  for (const auto& [section, node] : table) {
    const auto* members = node.as_table();
    if (!members) {
      problems.push_back(unknown(std::string(section.str()), file, &Setting::name));
      continue;
    }
    for (const auto& [key, value] : *members)
      read_value(config, std::string(section.str()) + '.' + std::string(key.str()), value, file,
                 problems);
  }
  if (!store::location_has_password(config.data)) return;
  if (read->why_no_secret.empty()) return;
  problems.push_back("the file " + file + " holds the password of a database and " +
                     read->why_no_secret);
}

void read_environment(Config& config, const Sources& sources, Problems& problems) {
  // Variables with this prefix that are not settings: the command line's client reads them.
  constexpr std::string_view kOthers[] = {"PATCHBAY_PASSWORD", "PATCHBAY_SERVER"};
  for (const auto& [name, value] : sources.environment) {
    if (!name.starts_with("PATCHBAY_") ||
        std::find(std::begin(kOthers), std::end(kOthers), name) != std::end(kOthers))
      continue;
    const auto rows = settings();
    const auto found = std::find_if(
        rows.begin(), rows.end(),
        [&wanted = name](const Setting& each) { return each.environment() == wanted; });
    if (found == rows.end())
      problems.push_back(unknown(name, "the environment", &Setting::environment));
    else
      assign(config, *found, value, "the environment variable " + name, problems);
  }
}

}  // namespace

std::expected<std::vector<std::string>, std::string> parse_address_blocks(std::string_view list) {
  std::vector<std::string> out;
  for (const std::string_view each : split(list, ',')) {
    const std::string block(trim(each));
    if (block.empty() && trim(list).empty()) break;
    if (!is_cidr_block(block)) return std::unexpected('"' + block + '"');
    out.push_back(block);
  }
  return out;
}

std::expected<Config, std::vector<std::string>> load_config(const Sources& sources) {
  Config config;
  Problems problems;
  for (const Setting& each : settings())
    assign(config, each, std::string(each.standard), "the table of settings", problems);
  if (!sources.file.empty()) read_file(config, sources.file, problems);
  read_environment(config, sources, problems);
  for (const auto& [name, value] : sources.flags) {
    const Setting* setting = find(name);
    if (setting)
      assign(config, *setting, value, "the flag --" + name, problems);
    else
      problems.push_back(unknown(name, "the flags", &Setting::name));
  }
  if (config.tls.certificate_file.empty() != config.tls.key_file.empty())
    problems.emplace_back("set both server.tls_certificate and server.tls_key, or neither");
  const std::pair<const char*, const std::string*> lists[] = {
      {"deliveries.allow", &config.deliveries.allow},
      {"metrics.sources", &config.metrics_sources},
      {"server.trusted_proxies", &config.trusted_proxies}};
  for (const auto& [name, text] : lists)
    if (const auto read = parse_address_blocks(*text); !read)
      problems.push_back(std::string(name) +
                         " must be addresses or blocks with commas between, which " + read.error() +
                         " is not");
  if (const auto names = host_names(config.hosts); !names)
    problems.push_back("server.hosts must be host names with commas between, which " +
                       names.error() + " is not");
  if (config.data.empty())
    problems.emplace_back("store.data must name a folder, or postgresql://…");
  if (!problems.empty()) return std::unexpected(std::move(problems));
  return config;
}

Config standard_config() { return load_config({}).value(); }

}  // namespace patchbay::app
