// Copying, verifying the copy, and only then giving it its name.
#include "app/backup.h"

#include <cstdio>
#include <filesystem>
#include <thread>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/key_file.h"
#include "app/progress.h"
#include "app/trust.h"
#include "app/verify.h"
#include "base/result.h"
#include "store/open.h"
#include "store/verify.h"

namespace patchbay::app {
namespace {

namespace fs = std::filesystem;

using Tried = std::expected<void, std::string>;

constexpr const char* kKeyName = "sealing.key";
constexpr std::uint64_t kMiB = 1024 * 1024;

std::unexpected<std::string> trouble(const fs::path& path, const std::string& what) {
  return std::unexpected(path.string() + ' ' + what);
}

// A folder that gets its own name only once it is whole, and is gone otherwise.
class Draft {
 public:
  explicit Draft(const fs::path& wanted) : wanted_(wanted), folder_(wanted.string() + ".partial") {}
  ~Draft() {
    std::error_code ignored;
    if (is_ours_ && !is_kept_) fs::remove_all(folder_, ignored);
  }
  Draft(const Draft&) = delete;
  Draft& operator=(const Draft&) = delete;

  [[nodiscard]] Tried begin() {
    std::error_code none;
    if (fs::exists(wanted_, none) &&
        !(fs::is_directory(wanted_, none) && fs::is_empty(wanted_, none)))
      return trouble(wanted_, "exists already and is not an empty folder");
    if (fs::exists(folder_, none))
      return trouble(folder_, "was left by a run that did not finish: remove it and try again");
    is_ours_ = true;
    return {};
  }
  [[nodiscard]] const fs::path& folder() const { return folder_; }

  [[nodiscard]] Tried keep() {
    // Verifying has opened it: what SQLite leaves beside a file holds nothing of it.
    std::error_code wrong;
    for (const char* each : {"patchbay.db-wal", "patchbay.db-shm"})
      fs::remove(folder_ / each, wrong);
    if (!synced(folder_)) return trouble(folder_, "cannot be written to disk");
    fs::rename(folder_, wanted_, wrong);
    if (wrong) return trouble(wanted_, "cannot be given its name: " + wrong.message());
    is_kept_ = true;
    if (!synced(fs::absolute(wanted_).parent_path()))
      return trouble(wanted_, "was written, but it is not certain that it is on disk");
    return {};
  }

 private:
  static bool synced(const fs::path& folder) {
    const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const bool good = descriptor >= 0 && ::fsync(descriptor) == 0;
    if (descriptor >= 0) ::close(descriptor);
    return good;
  }

  const fs::path wanted_;
  const fs::path folder_;
  bool is_ours_ = false;
  bool is_kept_ = false;
};

// Shows how far a copy is, and holds it to so many MiB a second.
class Throttle {
 public:
  explicit Throttle(std::int64_t mib_per_second) : rate_(mib_per_second) {}

  void operator()(const store::Copied& copied) {
    bar_.show(copied.bytes / kMiB, copied.bytes_all / kMiB);
    if (copied.hurry) return;
    std::this_thread::sleep_until(began_ +
                                  std::chrono::microseconds(copied.bytes / kMiB * 1'000'000 /
                                                            static_cast<std::uint64_t>(rate_)));
  }

 private:
  const std::int64_t rate_;
  const std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
  Progress bar_{"copying", "MiB"};
};

struct Looked {
  store::Verified verified;
  bool is_keyed = false;  // its hashes and seals were looked at too
};

// `key_file`: the key that it is sealed with, where that is at hand.
std::expected<Looked, std::string> whole(const fs::path& folder, const fs::path& key_file) {
  if (const auto differs = TRY(store::schema_difference(folder)))
    return std::unexpected("the copy is not whole: " + *differs);
  const store::Integrity integrity = TRY(integrity_of(folder.string(), key_file));
  Looked out{.verified = {}, .is_keyed = integrity.known()};
  Progress progress("verifying", "customers");
  const auto look = [&](store::Reader& reader) {
    out.verified = store::verify(
        reader, [&](const store::Verified& so_far) { progress.show(so_far.customers); },
        {.integrity = integrity});
  };
  const auto read = store::read_sqlite(folder, look, integrity);
  if (!read) return std::unexpected(read.error());
  if (out.verified.difference)
    return std::unexpected("the copy is not whole: " + *out.verified.difference);
  return out;
}

// Copies the key, which the store in `folder` was found to be sealed with.
Tried put_key(const fs::path& key_file, const fs::path& folder) {
  const auto random = system_random();
  const auto key = sealing_key(key_file, /*may_make=*/false, *random);
  if (!key) return std::unexpected(key.error());
  return write_key(folder / kKeyName, *key);
}

int say(const Tried& tried) {
  if (tried) return 0;
  std::fprintf(stderr, "patchbay: %s\n", tried.error().c_str());
  return 1;
}

void tell(const char* done, const Transfer& transfer, const Looked& looked) {
  std::printf("%s %s to %s: %s: whole\n", done, transfer.from.c_str(), transfer.to.c_str(),
              contents_of(looked.verified).c_str());
  if (!looked.is_keyed) std::puts("Without the sealing key, hashes and seals were not checked.");
}

// A file that is copied as it is: nobody writes to a backup.
Tried copy_file(const fs::path& from, const fs::path& to, Throttle& throttle) {
  std::error_code none;
  const auto all = fs::file_size(from, none);
  if (none) return trouble(from, "is missing, so this folder is not a backup");
  const int in = ::open(from.c_str(), O_RDONLY | O_CLOEXEC);
  const int out = ::open(to.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  std::string buffer(kMiB, '\0');
  std::uint64_t bytes = 0;
  ssize_t got = in < 0 || out < 0 ? -1 : 1;
  while (got > 0) {
    got = ::read(in, buffer.data(), buffer.size());
    if (got > 0 && ::write(out, buffer.data(), static_cast<std::size_t>(got)) != got) got = -1;
    if (got > 0) throttle({.bytes = bytes += static_cast<std::uint64_t>(got), .bytes_all = all});
  }
  const bool good = got == 0 && ::fsync(out) == 0;
  if (in >= 0) ::close(in);
  if (out >= 0) ::close(out);
  if (!good) return trouble(from, "cannot be copied to " + to.string());
  return {};
}

Tried make_backup(const Transfer& transfer) {
  Draft draft(transfer.to);
  TRY_DO(draft.begin());
  {
    Throttle throttle(transfer.mib_per_second);
    TRY_DO(store::copy_sqlite(transfer.from, draft.folder(), std::ref(throttle),
                              static_cast<std::uint64_t>(transfer.log_growth_mib_max) * kMiB));
  }
  const fs::path key =
      transfer.key.empty() ? fs::path(transfer.from) / kKeyName : fs::path(transfer.key);
  const auto looked = TRY(whole(draft.folder(), key));
  if (!transfer.key.empty()) TRY_DO(put_key(key, draft.folder()));
  TRY_DO(draft.keep());
  tell("backed up", transfer, looked);
  if (transfer.key.empty())
    std::printf(
        "The sealing key is not in it: keep %s apart from the backup, and safe.\n"
        "Without that file the secrets in it cannot be read.\n",
        (fs::path(transfer.from) / kKeyName).c_str());
  else
    std::puts("The sealing key is in it: whoever has the backup can read its secrets.");
  return {};
}

Tried make_store(const Transfer& transfer) {
  const fs::path from = transfer.from;
  std::error_code none;
  if (const auto log = fs::file_size(from / "patchbay.db-wal", none); !none && log > 0)
    return trouble(from,
                   "is not a backup but the folder of a server: make a backup of it with `patchbay "
                   "backup` and restore that");
  Draft draft(transfer.to);
  TRY_DO(draft.begin());
  if (::mkdir(draft.folder().c_str(), 0700) != 0) return trouble(draft.folder(), "cannot be made");
  {
    Throttle throttle(transfer.mib_per_second);
    TRY_DO(copy_file(from / "patchbay.db", draft.folder() / "patchbay.db", throttle));
  }
  const fs::path own_key = from / kKeyName;
  const fs::path key =
      transfer.key.empty() && fs::exists(own_key, none) ? own_key : fs::path(transfer.key);
  const auto looked = TRY(whole(draft.folder(), key));
  if (!key.empty()) TRY_DO(put_key(key, draft.folder()));
  TRY_DO(draft.keep());
  tell("restored", transfer, looked);
  if (key.empty())
    std::printf("The sealing key is still missing: put it at %s, or name it by store.key_file.\n",
                (fs::path(transfer.to) / kKeyName).c_str());
  return {};
}

}  // namespace

int backup(const Transfer& transfer) { return say(make_backup(transfer)); }
int restore(const Transfer& transfer) { return say(make_store(transfer)); }

}  // namespace patchbay::app
