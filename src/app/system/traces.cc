// Writes and reads traces: {"time":"…","to":"…"} or {"time":"…","whole":true}.
#include "app/system/traces.h"

#include <cstdio>
#include <cstring>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/guarded_file.h"
#include "wire/json.h"

namespace patchbay::app {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kTraceBytesMax = 16 * 1024;
// Others may read a trace, so that a backup by root can be seen by the server's user.
constexpr FileRule kTraceFile{.forbidden = 0022};
constexpr mode_t kTraceMode = 0644;

std::string text_of(const core::Deed& deed) {
  wire::Object out{{"time", rfc3339(deed.time)}};
  if (deed.place.empty())
    out.emplace_back("whole", wire::Tree(deed.is_whole));
  else
    out.emplace_back("to", deed.place);
  return wire::json::write(wire::Tree(std::move(out))) + '\n';
}

bool write_new(const fs::path& file, const std::string& text) {
  ::unlink(file.c_str());
  const Descriptor to(
      ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, kTraceMode));
  return to && ::fchmod(to.get(), kTraceMode) == 0 &&
         ::write(to.get(), text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
         ::fsync(to.get()) == 0;
}

}  // namespace

std::expected<void, std::string> leave_trace(const fs::path& folder, const char* name,
                                             const core::Deed& deed) {
  std::error_code none;
  if (!fs::exists(folder / "LOCK", none)) return {};
  const fs::path file = folder / name;
  const fs::path partial = file.string() + ".partial";
  if (write_new(partial, text_of(deed)) && std::rename(partial.c_str(), file.c_str()) == 0)
    return {};
  const std::string why = std::strerror(errno);
  ::unlink(partial.c_str());
  return std::unexpected(file.string() + " cannot be written: " + why);
}

std::optional<core::Deed> read_trace(const fs::path& folder, const char* name) {
  const auto text = read_guarded(folder / name, kTraceFile, kTraceBytesMax);
  if (!text) return std::nullopt;
  const auto tree = wire::json::parse(*text);
  if (!tree) return std::nullopt;
  const wire::Tree* time = tree->find("time");
  const auto parsed = time && time->text() ? parse_rfc3339(*time->text()) : std::nullopt;
  if (!parsed) return std::nullopt;
  core::Deed out{.time = *parsed, .place = {}};
  if (const wire::Tree* to = tree->find("to"); to && to->text()) out.place = *to->text();
  if (const wire::Tree* whole = tree->find("whole"); whole && whole->boolean())
    out.is_whole = *whole->boolean();
  return out;
}

}  // namespace patchbay::app
