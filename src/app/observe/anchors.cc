// Makes anchors, and reads and writes them as lines.
#include "app/observe/anchors.h"

#include <cstring>
#include <fstream>

#include <fcntl.h>
#include <unistd.h>

#include "base/key_derivation.h"
#include "base/signature.h"
#include "doors/native/history/anchor_json.h"
#include "wire/json.h"

namespace patchbay::app {
namespace {

constexpr std::int64_t kMinute = 60;
constexpr const char* kNoSeal = "the newest seal of history is not there";

// Appends with one write, so that lines never mix. The line is on disk on return.
bool append(const std::filesystem::path& file, const std::string& line) {
  const int fd = ::open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (fd < 0) return false;
  const bool done = ::write(fd, line.data(), line.size()) == static_cast<ssize_t>(line.size()) &&
                    ::fsync(fd) == 0;
  ::close(fd);
  return done;
}

}  // namespace

Anchor make_anchor(store::ReadTransaction& reader, std::string_view sealing_key, Instant now) {
  const auto head = reader.head();
  if (!head) throw store::Unavailable(kNoSeal);
  const auto seals = reader.seals(head->seal, 1);
  if (seals.empty() || seals.front().number != head->seal) throw store::Unavailable(kNoSeal);
  return anchor_of(seals.front(), now, derive_key(KeyPurpose::anchor, sealing_key));
}

std::string to_json_line(const Anchor& anchor) {
  return wire::json::write(doors::native::anchor_json(anchor));
}

std::expected<std::vector<AuditSeal>, std::string> read_anchor_file(
    const std::filesystem::path& file, std::string_view sealing_key) {
  std::ifstream in(file);
  const auto wrong = [&](const std::string& what) {
    return std::unexpected("the file of anchors " + file.string() + ' ' + what);
  };
  if (!in) return wrong("cannot be read");
  const std::string pair = public_key_of(derive_key(KeyPurpose::anchor, sealing_key));
  std::vector<AuditSeal> out;
  int number = 0;
  for (std::string line; std::getline(in, line);) {
    ++number;
    if (line.empty()) continue;
    const auto tree = wire::json::parse(line);
    const auto anchor = tree ? doors::native::parse_anchor(*tree) : std::nullopt;
    if (!anchor) return wrong("holds no anchor in line " + std::to_string(number));
    if (!is_signed_by(*anchor, pair))
      return wrong("holds an anchor in line " + std::to_string(number) +
                   " that was not signed under this store's key");
    out.push_back(anchor->seal);
  }
  if (out.empty()) return wrong("holds no anchor");
  return out;
}

std::optional<Instant> AnchorSchedule::written_at() const {
  const Instant last{written_us_};
  return last.us == 0 ? std::nullopt : std::optional(last);
}

void AnchorSchedule::tick() {
  const Instant now = clock_.now();
  const Instant before{written_us_};
  if (minutes_ == 0 || (before <= now && now < before.plus_seconds(minutes_ * kMinute))) return;
  try {
    const std::string line = to_json_line(make_anchor(*store_.read(), sealing_key_, now));
    log_.write(LogEvent::anchor, {{"anchor", line}});
    if (!file_.empty() && !append(file_, line + '\n'))
      return log_.write(LogEvent::anchor_unwritten,
                        {{"file", file_.string()}, {"why", std::strerror(errno)}});
    written_us_ = now.us;
  } catch (const store::Unavailable& why) {
    log_.write(LogEvent::anchor_missing, {{"why", why.what()}});
  }
}

}  // namespace patchbay::app
