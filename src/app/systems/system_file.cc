// Reads TOML by the rows of system_settings.def, then checks what the values name.
#include "app/systems/system_file.h"

#include <algorithm>
#include <variant>

#include <toml++/toml.h>

#include "app/config/config.h"
#include "app/serve/endpoint.h"
#include "base/digest.h"
#include "base/guarded_file.h"
#include "base/nearest.h"
#include "base/text.h"
#include "doors/native/customers/value_json.h"
#include "doors/translate.h"
#include "reach/systems/comparison.h"
#include "reach/systems/field_name.h"

namespace patchbay::app {
namespace {

namespace fs = std::filesystem;
using Problems = std::vector<std::string>;

constexpr std::size_t kSystemFileBytesMax = std::size_t{1} << 20;
constexpr std::size_t kSecretBytesMax = 4096;
// Others may read the description, as it holds no secret, but not change it.
constexpr FileRule kDescriptionFile{.forbidden = 0022};

constexpr SystemSetting kSettings[] = {
#define SYSTEM_SETTING(key, member, kind, required, meaning) {#key, #kind, required, meaning},
#include "app/systems/system_settings.def"
#undef SYSTEM_SETTING
};

// Reads one value; the result is what it must be, or nothing if it is that.
std::string read(const toml::node& node, std::string& to) {
  if (!node.is_string()) return "a text in quotes";
  to = node.as_string()->get();
  return {};
}
std::string read(const toml::node& node, std::int64_t& to) {
  if (!node.is_integer() || node.as_integer()->get() < 1) return "a whole number from 1";
  to = node.as_integer()->get();
  return {};
}
std::string read(const toml::node& node, bool& to) {
  if (!node.is_boolean()) return "true or false";
  to = node.as_boolean()->get();
  return {};
}
std::string read(const toml::node& node, std::vector<std::string>& to) {
  if (!node.is_array()) return "a list of texts";
  for (const toml::node& each : *node.as_array()) {
    if (!each.is_string()) return "a list of texts";
    to.push_back(each.as_string()->get());
  }
  return {};
}

std::string near(std::string_view name, const std::vector<std::string>& known) {
  const std::vector<std::string_view> views(known.begin(), known.end());
  const std::string_view found = nearest(name, views);
  return found.empty() ? std::string() : "; did you mean " + std::string(found) + '?';
}

class SystemReader {
 public:
  SystemReader(const fs::path& file, SystemFile& out) : file_(file), out_(out) {}

  Problems run(const std::string& source) {
    out_.digest = hex(blake2b(source));
    try {
      table_ = toml::parse(source, file_.string());
    } catch (const toml::parse_error& error) {
      add("line " + std::to_string(error.source().begin.line) + ": " +
          std::string(error.description()));
      return problems_;
    }
    read_keys();
    read_fields();
    check_names(out_.match, "match");
    for (const std::string& each : out_.ignore)
      if (!reach::parse_remark(each)) check_name(each, "ignore");
    check_numbers();
    if (problems_.empty()) set_remote();
    if (problems_.empty()) read_new();
    return problems_;
  }

 private:
  void add(std::string what) { problems_.push_back(file_.string() + ": " + std::move(what)); }

  void read_keys() {
    const auto take = [&](std::string_view key, auto& to, bool is_required) {
      const toml::node* node = table_.get(key);
      if (!node && is_required) add(std::string(key) + " is required");
      const std::string wanted = node ? read(*node, to) : std::string();
      if (!wanted.empty()) add(std::string(key) + " must be " + wanted);
    };
#define SYSTEM_SETTING(key, member, kind, required, meaning) take(#key, out_.member, required);
#include "app/systems/system_settings.def"
#undef SYSTEM_SETTING
    std::vector<std::string> known{"fields", "new"};
    for (const SystemSetting& each : kSettings) known.emplace_back(each.key);
    for (const auto& [key, node] : table_) {
      const std::string name(key.str());
      if (std::ranges::find(known, name) == known.end())
        add("unknown key " + name + near(name, known));
    }
  }

  void read_fields() {
    const toml::table* fields = table_["fields"].as_table();
    if (!fields || fields->empty())
      return add("[fields] must name at least one field and whose value counts: name = \"review\"");
    for (const auto& [key, node] : *fields) {
      const std::string name(key.str());
      const auto* word = node.as_string();
      const auto owner = word ? reach::parse_owner(word->get()) : std::nullopt;
      if (!owner)
        add(name + " must be \"record\", \"system\", \"newest\", \"fill_if_empty\" or \"review\"");
      else if (check_name(name, "[fields]"))
        out_.description.policy.fields.push_back({name, *owner});
    }
  }

  bool check_name(const std::string& name, const std::string& where) {
    if (reach::find_target(name)) return true;
    add(where + " has " + name + ", which is no field that can be kept in step" +
        near(name, reach::field_names()));
    return false;
  }
  void check_names(const std::vector<std::string>& names, const std::string& where) {
    for (const std::string& each : names) check_name(each, where);
  }

  void check_numbers() {
    if (out_.per_second > 1000) add("per_second must be at most 1000");
    if (out_.timeout_s > 300) add("timeout_s must be at most 300");
    auto blocks = parse_address_blocks(out_.allow_addresses);
    if (blocks)
      out_.allowed_addresses = std::move(*blocks);
    else
      add("allow_addresses has " + blocks.error() + ", which is no address block");
    for (std::string* each : {&out_.secret_file, &out_.authorities, &out_.links})
      if (!each->empty()) *each = (file_.parent_path() / *each).string();
    if (out_.links.empty()) out_.links = file_.string() + ".links";
  }

  void set_remote() {
    const doors::DialectClient* client = doors::client_of(out_.dialect);
    if (!client) {
      std::string known;
      for (const std::string_view each : doors::dialects_with_clients())
        known.append(known.empty() ? "" : ", ").append(each);
      return add("dialect must be one of " + known);
    }
    out_.remote.client = client;
    out_.remote.transport = client->transports.data();
    if (!out_.transport.empty()) {
      const auto found =
          std::ranges::find(client->transports, out_.transport, &doors::ClientTransport::name);
      if (found == client->transports.end())
        return add("transport is " + out_.transport + ", which " + out_.dialect + " does not have");
      out_.remote.transport = &*found;
    }
    auto url = http::parse_url(out_.address);
    if (!url) return add("address " + url.error());
    if (url->target.contains('?')) return add("address must have no query");
    if (crosses_network_in_clear(*url) && !out_.plain_http)
      return add(
          "address must begin with https, or the password or key would go over the network as it "
          "is; set plain_http to true if the network is private");
    out_.remote.address = std::move(*url);
    const auto secret = read_guarded(out_.secret_file, kSecretFile, kSecretBytesMax);
    if (!secret) return add("secret_file " + out_.secret_file + ' ' + secret.error().text);
    out_.remote.who = {out_.username, Secret(std::string(trim(*secret)))};
    if (!out_.there.empty()) out_.remote.below = reach::parse_subject(out_.there, false);
    reach::SystemDescription& description = out_.description;
    description.name = out_.name;
    description.policy.transport = out_.remote.transport;
    description.match = out_.match;
    description.makes = out_.make;
    description.make_max = static_cast<std::size_t>(out_.make_max);
    description.ignored = out_.ignore;
    if (!client->calls[static_cast<std::size_t>(doors::ClientCall::list)].name.empty() &&
        out_.match.empty())
      add("match must name at least one field by which customers are recognised");
  }

  void read_new() {
    const toml::table* given = table_["new"].as_table();
    if (!given) return;
    for (const auto& [key, node] : *given) {
      const std::string name(key.str());
      const auto field = find_field(Section::customer, name);
      wire::Tree value;
      if (const auto* word = node.as_string()) value = wire::Tree(word->get());
      if (const auto* number = node.as_integer()) value = wire::Tree(number->get());
      if (const auto* choice = node.as_boolean()) value = wire::Tree(choice->get());
      if (!field || value.is_null()) {
        add("[new] has " + name + ", which must be a field of a customer with a text or a number");
        continue;
      }
      core::FieldEdit edit = doors::native::to_edit(*field, {}, value, name);
      if (edit.objection) add("[new] has " + name + ", which " + *edit.objection);
      out_.description.for_new.push_back(std::move(edit));
    }
  }

  const fs::path& file_;
  SystemFile& out_;
  toml::table table_;
  Problems problems_;
};

}  // namespace

std::span<const SystemSetting> system_settings() { return kSettings; }

std::expected<SystemFile, std::vector<std::string>> read_system_file(const fs::path& file) {
  const auto source = read_guarded(file, kDescriptionFile, kSystemFileBytesMax);
  if (!source) return std::unexpected(Problems{file.string() + ' ' + source.error().text});
  SystemFile out;
  Problems problems = SystemReader(file, out).run(*source);
  if (!problems.empty()) return std::unexpected(std::move(problems));
  return out;
}

}  // namespace patchbay::app
