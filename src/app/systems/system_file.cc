// Reads TOML by the rows of system_members.def and system_settings.def, then checks what the values
// name.
#include "app/systems/system_file.h"

#include <algorithm>

#include <toml++/toml.h>

#include "app/config/config.h"
#include "base/digest.h"
#include "base/guarded_file.h"
#include "base/nearest.h"
#include "base/text.h"
#include "wire/json.h"

namespace patchbay::app {
namespace {

namespace fs = std::filesystem;
using Problems = std::vector<std::string>;

constexpr std::size_t kSystemFileBytesMax = std::size_t{1} << 20;
// Others may read the description, as it holds no secret, but not change it.
constexpr FileRule kDescriptionFile{.forbidden = 0022};

// Reads one value; the result is what it must be, or nothing if it is that.
std::string read(const toml::node& node, std::string& to) {
  if (!node.is_string()) return "a text in quotes";
  to = node.as_string()->get();
  return {};
}
std::string read(const toml::node& node, std::int64_t& to) {
  if (!node.is_integer()) return "a whole number from 1";
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

wire::Tree tree_of(const toml::node& node) {
  if (const auto* word = node.as_string()) return wire::Tree(word->get());
  if (const auto* number = node.as_integer()) return wire::Tree(number->get());
  if (const auto* choice = node.as_boolean()) return wire::Tree(choice->get());
  return wire::Null{};
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
    read_tables();
    read_paths();
    describe();
    return problems_;
  }

 private:
  void add(std::string what) { problems_.push_back(file_.string() + ": " + std::move(what)); }

  void read_keys() {
    const auto take = [&](std::string_view key, auto& to) {
      const toml::node* node = table_.get(key);
      const std::string wanted = node ? read(*node, to) : std::string();
      if (!wanted.empty()) add(std::string(key) + " must be " + wanted);
    };
    OutsideSystem& members = out_;
    constexpr auto kEverywhere = SystemMember::Place::everywhere;
#define SYSTEM_MEMBER(key, kind, place, is_required, standard, max, meaning) \
  if (SystemMember::Place::place == kEverywhere) take(#key, members.key);
#include "record/admin/system_members.def"
#undef SYSTEM_MEMBER
#define SYSTEM_SETTING(key, meaning) take(#key, out_.key);
#include "app/systems/system_settings.def"
#undef SYSTEM_SETTING
    std::vector<std::string_view> known{"fields", "new"};
    for (const SystemSetting& each : system_settings()) known.push_back(each.key);
    for (const auto& [key, node] : table_)
      if (std::ranges::find(known, key.str()) == known.end()) {
        const std::string_view near = nearest(key.str(), known);
        add("unknown key " + std::string(key.str()) +
            (near.empty() ? "" : "; did you mean " + std::string(near) + '?'));
      }
  }

  void read_tables() {
    if (const toml::table* fields = table_["fields"].as_table())
      for (const auto& [key, node] : *fields) {
        const auto* word = node.as_string();
        out_.fields.emplace_back(std::string(key.str()), word ? word->get() : std::string());
      }
    if (const toml::table* fresh = table_["new"].as_table())
      for (const auto& [key, node] : *fresh)
        out_.fresh.emplace_back(std::string(key.str()), wire::json::write(tree_of(node)));
  }

  void read_paths() {
    if (out_.secret_file.empty()) add("secret_file is required");
    auto blocks = parse_address_blocks(out_.allow_addresses);
    if (blocks)
      out_.allowed_addresses = std::move(*blocks);
    else
      add("allow_addresses has " + blocks.error() + ", which is no address block");
    for (std::string* each : {&out_.secret_file, &out_.authorities, &out_.links})
      if (!each->empty()) *each = (file_.parent_path() / *each).string();
    if (out_.links.empty()) out_.links = file_.string() + ".links";
  }

  void describe() {
    std::string secret;
    if (!out_.secret_file.empty()) {
      const auto text = read_guarded(out_.secret_file, kSecretFile, OutsideSystem::kSecretMax);
      if (!text) add("secret_file " + out_.secret_file + ' ' + text.error().text);
      if (text) secret = trim(*text);
    }
    auto found = described(out_, Secret(std::move(secret)));
    if (found) {
      out_.description = std::move(found->description);
      out_.remote = std::move(found->remote);
      return;
    }
    for (const auto& [member, what] : found.error()) {
      const bool is_table = member == "fields" || member == "new";
      add((is_table ? '[' + member + ']' : member) + ' ' + what);
    }
  }

  const fs::path& file_;
  SystemFile& out_;
  toml::table table_;
  Problems problems_;
};

}  // namespace

std::vector<SystemSetting> system_settings() {
  std::vector<SystemSetting> out;
  for (const SystemMember& each : system_members())
    if (each.place == SystemMember::Place::everywhere)
      out.push_back({each.key, each.is_required, each.meaning});
#define SYSTEM_SETTING(key, meaning) \
  out.push_back({#key, std::string_view(#key) == "secret_file", meaning});
#include "app/systems/system_settings.def"
#undef SYSTEM_SETTING
  return out;
}

std::expected<SystemFile, std::vector<std::string>> read_system_file(const fs::path& file) {
  const auto source = read_guarded(file, kDescriptionFile, kSystemFileBytesMax);
  if (!source) return std::unexpected(Problems{file.string() + ' ' + source.error().text});
  SystemFile out;
  Problems problems = SystemReader(file, out).run(*source);
  if (!problems.empty()) return std::unexpected(std::move(problems));
  return out;
}

}  // namespace patchbay::app
