// Looks at files, limits and the store.
#include "app/system/doctor_facts.h"

#include <algorithm>
#include <filesystem>

#include <pwd.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/statvfs.h>

#include "app/config/config_check.h"
#include "app/key_file.h"
#include "app/opened_store.h"
#include "app/seed/demo.h"
#include "app/serve/endpoint.h"
#include "app/store_keys.h"
#include "app/system/traces.h"
#include "store/open.h"
#include "store/postgresql/location.h"

namespace patchbay::app {
namespace {

namespace fs = std::filesystem;

// What the driver says if a pooler gives each transaction another session.
constexpr std::string_view kPoolerAdvice = "pool_mode = session";
constexpr std::size_t kFilesLookedAt = 1000;

struct FileSystemKind {
  decltype(std::declval<struct statfs>().f_type) number;
  const char* name;
};
constexpr FileSystemKind kUnfit[] = {{0x6969, "nfs"},       {0x517B, "smb"},
                                     {0xFE534D42, "smb2"},  {0xFF534D42, "cifs"},
                                     {0x01021994, "tmpfs"}, {0x858458F6, "ramfs"}};

std::string user_name(uid_t user) {
  const passwd* const known = ::getpwuid(user);
  return known ? known->pw_name : '#' + std::to_string(user);
}

void look_at_folder(const fs::path& folder, DoctorFacts& out) {
  struct stat own{};
  if (::stat(folder.c_str(), &own) != 0) return;
  std::error_code error;
  std::size_t count = 0;
  for (fs::directory_iterator each(folder, error); !error && each != fs::directory_iterator();
       each.increment(error)) {
    if (++count > kFilesLookedAt) break;
    struct stat about{};
    if (::lstat(each->path().c_str(), &about) != 0) continue;
    if (each->path().extension() == ".partial") out.leftovers.push_back(each->path().string());
    if (about.st_uid != own.st_uid && out.owner_problem.empty())
      out.owner_problem = each->path().string() + " belongs to " + user_name(about.st_uid) +
                          ", and the folder to " + user_name(own.st_uid);
  }
  std::ranges::sort(out.leftovers);
  struct statfs kind{};
  if (::statfs(folder.c_str(), &kind) == 0)
    for (const FileSystemKind& each : kUnfit)
      if (each.number == kind.f_type) out.file_system = each.name;
  struct statvfs room{};
  if (::statvfs(folder.c_str(), &room) == 0) {
    out.inodes = room.f_files;
    out.inodes_free = room.f_favail;
  }
}

bool is_open_to_any(const std::string& blocks) {
  const auto parsed = parse_address_blocks(blocks);
  return parsed &&
         std::ranges::any_of(*parsed, [](const std::string& each) { return each.ends_with("/0"); });
}

void look_at_settings(const Config& config, DoctorFacts& out) {
  out.config_problems = config_problems(config, /*demo=*/false);
  out.connections_max = config.limits.connections_max;
  rlimit files{};
  if (::getrlimit(RLIMIT_NOFILE, &files) == 0) out.descriptors = files.rlim_max;
  const std::string address = config.listen.substr(0, config.listen.rfind(':'));
  out.is_public = !is_loopback(address);
  out.is_plain = config.tls.certificate_file.empty();
  out.answers_any_host = config.hosts.empty();
  out.trusts_any_proxy = is_open_to_any(config.trusted_proxies);
  out.shows_metrics_to_any = is_open_to_any(config.metrics_sources);
}

// Whether `copy` holds the same keys as `file`.
bool is_same_key(const fs::path& copy, const fs::path& file, Random& random) {
  const auto one = sealing_keys(file, /*may_make=*/false, random);
  const auto other = sealing_keys(copy, /*may_make=*/false, random);
  return one && other && one->text() == other->text();
}

// A copy is known if it was named, or if the last backup that is still there holds it.
void look_for_key_copy(const Config& config, const std::string& key_copy, DoctorFacts& out) {
  const auto random = system_random();
  const fs::path file = key_file_of(config);
  out.key_file = file.string();
  if (!key_copy.empty()) {
    out.key_copied = is_same_key(key_copy, file, *random);
    return;
  }
  if (!out.here || !out.here->last_backup) return;
  const fs::path backup = out.here->last_backup->place;
  std::error_code none;
  if (fs::is_directory(backup, none))
    out.key_copied = is_same_key(backup / "sealing.key", file, *random);
}

void look_at_store(const Config& config, Instant now, DoctorFacts& out) {
  if (const auto there = store::must_be_a_store(config.data); !there) {
    const bool is_pooler = there.error().find(kPoolerAdvice) != std::string::npos;
    (is_pooler ? out.pooler_problem : out.store_problem) = there.error();
    return;
  }
  if (const auto difference = store::schema_difference(config.data))
    out.schema_difference = difference->value_or("");
  const fs::path key = key_file_of(config);
  auto integrity = load_integrity(config.data, key);
  if (!file_exists(key)) out.key_problem = key.string() + " is not there";
  if (!integrity) {
    out.key_problem = integrity.error();
    integrity = store::Integrity{.key = std::nullopt};
  }
  FactSources sources{.config = config, .now = now, .started = Instant{}};
  const bool has_place = !store::is_postgresql(config.data) || !config.traffic_file.empty();
  sources.keeps_traffic = config.traffic_keep > 0 && has_place;
  const auto read = read_store(config.data, *integrity, [&](const store::OpenReader& open) {
    const auto reader = open();
    sources.is_demo = is_demo(*reader);
    out.here = gather_facts(sources, reader.get());
  });
  SystemFacts here = read && out.here ? *std::move(out.here) : gather_facts(sources, nullptr);
  // Nothing is known of a server, so what is due is due since the store was made.
  here.started = here.made.value_or(now);
  if (!read && here.unmeasured.empty()) here.unmeasured = read.error();
  out.here = std::move(here);
}

}  // namespace

void look_at_machine(const Config& config, const std::string& key_copy, Instant now,
                     DoctorFacts& out) {
  look_at_settings(config, out);
  if (config.data == kInMemory) return;
  if (!store::is_postgresql(config.data)) look_at_folder(config.data, out);
  try {
    look_at_store(config, now, out);
  } catch (const std::exception& error) {
    out.store_problem = error.what();
  }
  look_for_key_copy(config, key_copy, out);
}

}  // namespace patchbay::app
