// Making, reading and writing lines of anchors.
#include "app/anchors.h"

#include <cstdio>
#include <cstring>
#include <fstream>

#include <fcntl.h>
#include <unistd.h>

#include "app/complain.h"
#include "app/key_file.h"
#include "app/trust.h"
#include "base/keys.h"
#include "base/signature.h"
#include "doors/native/anchor_json.h"
#include "wire/json.h"

namespace patchbay::app {
namespace {

constexpr std::int64_t kMinute = 60;

// In one write, so that no two lines mix; on disk afterwards.
bool append(const std::filesystem::path& file, const std::string& line) {
  const int fd = ::open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (fd < 0) return false;
  const bool done = ::write(fd, line.data(), line.size()) == static_cast<ssize_t>(line.size()) &&
                    ::fsync(fd) == 0;
  ::close(fd);
  return done;
}

}  // namespace

Anchor newest_anchor(store::Reader& reader, std::string_view sealing_key, Instant now) {
  const auto head = reader.head();
  const auto seals = head ? reader.seals(head->seal, 1) : std::vector<AuditSeal>{};
  if (seals.empty() || seals.front().number != head->seal)
    throw store::Unavailable("the newest seal of history is not there");
  return anchor_of(seals.front(), now, key_for(KeyUse::anchor, sealing_key));
}

std::string line_of(const Anchor& anchor) {
  return wire::json::write(doors::native::anchor_json(anchor));
}

std::expected<std::vector<AuditSeal>, std::string> seals_in(const std::filesystem::path& file,
                                                            std::string_view sealing_key) {
  std::ifstream in(file);
  const auto wrong = [&](const std::string& what) {
    return std::unexpected("the file of anchors " + file.string() + ' ' + what);
  };
  if (!in) return wrong("cannot be read");
  const std::string pair = public_key_of(key_for(KeyUse::anchor, sealing_key));
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

int print_anchor(const std::string& place, const std::string& key_file) {
  const std::filesystem::path file = key_file_of(place, key_file);
  if (file.empty()) return complain("name the file of the sealing key with --key-file", 2);
  const auto integrity = integrity_of(place, file);
  if (!integrity) return complain(integrity.error(), 2);
  const auto random = system_random();
  const auto key = sealing_key(file, /*may_make=*/false, *random);
  if (!key) return complain(key.error(), 2);
  const auto clock = system_clock();
  std::string line;
  const auto read = read_place(place, *integrity, [&](store::Reader& reader) {
    line = line_of(newest_anchor(reader, *key, clock->now()));
  });
  if (!read) return complain(read.error(), 2);
  std::puts(line.c_str());
  return 0;
}

void Anchoring::tick() {
  const Instant now = clock_.now();
  if (minutes_ == 0 || (told_ <= now && now < told_.plus_seconds(minutes_ * kMinute))) return;
  try {
    const std::string line = line_of(newest_anchor(*store_.read(), sealing_key_, now));
    log_.write(Event::anchor, {{"anchor", line}});
    if (!file_.empty() && !append(file_, line + '\n'))
      return log_.write(Event::anchor_unwritten,
                        {{"file", file_.string()}, {"why", std::strerror(errno)}});
    told_ = now;
  } catch (const store::Unavailable& why) {
    log_.write(Event::anchor_missing, {{"why", why.what()}});
  }
}

}  // namespace patchbay::app
