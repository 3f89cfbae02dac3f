// Writes the commented example with the values of one configuration.
#include "cli/config_writer.h"

#include <cerrno>
#include <cstring>
#include <map>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

#include "app/opened_store.h"
#include "base/text.h"
#include "store/open.h"
#include "store/postgresql/location.h"
#include "wire/json.h"

namespace patchbay::app {
namespace {

namespace fs = std::filesystem;

// The value as the file is to hold it; empty if it is the default.
std::string value_to_write(const Config& config, const Setting& setting) {
  const auto found = config.as_written.find(setting.name());
  if (found == config.as_written.end() || found->second == setting.standard) return {};
  const bool is_folder = setting.name() == "store.data" && config.data != kInMemory &&
                         !store::is_postgresql(config.data);
  const bool is_path = is_folder || setting.name() == "store.key_file";
  const std::string text =
      is_path ? fs::absolute(found->second).lexically_normal().string() : found->second;
  const bool is_quoted = setting.form == Setting::Form::text || setting.form == Setting::Form::word;
  return is_quoted ? wire::json::quote(text) : text;
}

std::string why_not(const fs::path& file, int error) {
  return "the configuration cannot be written to " + file.string() + ": " + std::strerror(error);
}

}  // namespace

std::string config_text(const Config& config) {
  std::map<std::pair<std::string, std::string>, std::string> set;  // section, commented line
  for (const Setting& each : settings())
    if (const std::string value = value_to_write(config, each); !value.empty())
      set[{std::string(each.section), "# " + std::string(each.key) + " = "}] =
          std::string(each.key) + " = " + value;
  std::string out;
  std::string section;
  const std::string example = example_file();
  for (std::string_view line :
       split(std::string_view(example).substr(0, example.size() - 1), '\n')) {
    if (line.starts_with('[')) section = line.substr(1, line.size() - 2);
    const auto equals = line.find(" = ");
    const auto found = equals == std::string_view::npos
                           ? set.end()
                           : set.find({section, std::string(line.substr(0, equals + 3))});
    out += found == set.end() ? line : std::string_view(found->second);
    out += '\n';
  }
  return out;
}

std::expected<void, std::string> can_be_created(const fs::path& file) {
  const fs::path folder = file.has_parent_path() ? file.parent_path() : fs::path(".");
  if (::access(folder.c_str(), W_OK | X_OK) != 0) return std::unexpected(why_not(file, errno));
  return {};
}

std::expected<void, std::string> write_config_file(const fs::path& file, const std::string& text) {
  const int descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (descriptor < 0) return std::unexpected(why_not(file, errno));
  std::size_t done = 0;
  int error = 0;
  while (done < text.size() && error == 0) {
    const ssize_t wrote = ::write(descriptor, text.data() + done, text.size() - done);
    if (wrote >= 0)
      done += static_cast<std::size_t>(wrote);
    else if (errno != EINTR)
      error = errno;
  }
  if (::close(descriptor) != 0 && error == 0) error = errno;
  if (error != 0) return std::unexpected(why_not(file, error));
  return {};
}

}  // namespace patchbay::app
