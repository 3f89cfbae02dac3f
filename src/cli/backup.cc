// Copies, verifies the copy, and then renames it.
#include "cli/backup.h"

#include <cstdio>
#include <filesystem>
#include <memory>
#include <thread>

#include <CLI/CLI.hpp>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/key_file.h"
#include "app/report_failure.h"
#include "app/store_keys.h"
#include "app/system/traces.h"
#include "base/guarded_file.h"
#include "base/pace.h"
#include "base/result.h"
#include "cli/command.h"
#include "cli/progress.h"
#include "cli/verify.h"
#include "store/open.h"
#include "store/postgresql/location.h"
#include "store/sqlite/data_folder.h"
#include "store/verify.h"

namespace patchbay::app {
namespace {

namespace fs = std::filesystem;

using Status = std::expected<void, std::string>;

constexpr const char* kKeyName = "sealing.key";
constexpr std::uint64_t kMiB = 1024 * 1024;

std::unexpected<std::string> storage_problem(const fs::path& path, const std::string& what) {
  return std::unexpected(path.string() + ' ' + what);
}

// A folder that gets its final name only when it is complete. Removed otherwise.
class PartialFolder {
 public:
  explicit PartialFolder(const fs::path& wanted)
      : wanted_(wanted), folder_(wanted.string() + ".partial") {}
  ~PartialFolder() {
    std::error_code ignored;
    if (is_ours_ && !is_published_) fs::remove_all(folder_, ignored);
  }
  PartialFolder(const PartialFolder&) = delete;
  PartialFolder& operator=(const PartialFolder&) = delete;

  [[nodiscard]] Status begin() {
    std::error_code none;
    if (fs::exists(wanted_, none) &&
        !(fs::is_directory(wanted_, none) && fs::is_empty(wanted_, none)))
      return storage_problem(wanted_, "exists already and is not an empty folder");
    if (fs::exists(folder_, none))
      return storage_problem(folder_,
                             "was left by a run that did not finish: remove it and try again");
    if (fs::exists(
            fs::absolute(wanted_, none).lexically_normal().parent_path() / store::sqlite::kDatabase,
            none))
      return storage_problem(wanted_,
                             "would lie in the folder of a store: name a folder elsewhere");
    is_ours_ = true;
    return {};
  }
  [[nodiscard]] const fs::path& folder() const { return folder_; }

  [[nodiscard]] Status publish() {
    // Verifying opened the database, so SQLite left files beside it. They hold no data.
    std::error_code wrong;
    for (const char* each : {"patchbay.db-wal", "patchbay.db-shm"})
      fs::remove(folder_ / each, wrong);
    if (!synced(folder_)) return storage_problem(folder_, "cannot be written to disk");
    fs::rename(folder_, wanted_, wrong);
    if (wrong) return storage_problem(wanted_, "cannot be given its name: " + wrong.message());
    is_published_ = true;
    if (!synced(fs::absolute(wanted_).parent_path()))
      return storage_problem(wanted_, "was written, but it is not certain that it is on disk");
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
  bool is_published_ = false;
};

// MiB a second that a backup copies beside a server, which also needs the disk.
constexpr std::int64_t kRateBesideServer = 64;

// Whether a process has the store in `folder` open. Each holds a lock on this byte of the memory
// that they share (UNIX_SHM_DMS in SQLite's sources). This process must not have the store open,
// because it loses its locks of a file with the first descriptor that it closes.
bool is_open(const fs::path& folder) {
  const fs::path shared = folder / (std::string(store::sqlite::kDatabase) + "-shm");
  const Descriptor file(::open(shared.c_str(), O_RDONLY | O_CLOEXEC));
  struct flock lock{};
  lock.l_type = F_WRLCK;
  lock.l_whence = SEEK_SET;
  lock.l_start = 128;
  lock.l_len = 1;
  return file.get() >= 0 && ::fcntl(file.get(), F_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
}

// Shows the progress of a copy and limits its rate in MiB a second; none: no limit.
class Throttle {
 public:
  explicit Throttle(std::optional<std::int64_t> mib_per_second)
      : pace_(bytes_of(mib_per_second), [began = std::chrono::steady_clock::now()](auto since) {
          std::this_thread::sleep_until(began + since);
        }) {}

  void operator()(const store::Copied& copied) {
    bar_.update(copied.bytes / kMiB, copied.bytes_all / kMiB);
    if (!copied.hurry) pace_.wait(copied.bytes);
  }

 private:
  static std::optional<std::uint64_t> bytes_of(std::optional<std::int64_t> mib) {
    if (!mib) return std::nullopt;
    return static_cast<std::uint64_t>(*mib) * kMiB;
  }

  const Pace pace_;
  Progress bar_{"copying", "MiB"};
};

struct VerifiedCopy {
  store::VerifyReport verified;
  bool is_keyed = false;  // hashes and seals were checked too
};

// `key_file`: the sealing key, if it is available.
std::expected<VerifiedCopy, std::string> verify_folder(const fs::path& folder,
                                                       const fs::path& key_file) {
  if (const auto differs = TRY(store::schema_difference(folder)))
    return std::unexpected("the copy is not whole: " + *differs);
  const store::Integrity integrity = TRY(load_integrity(folder.string(), key_file));
  VerifiedCopy out{.verified = {}, .is_keyed = integrity.known()};
  Progress progress("verifying", "customers");
  const auto check = [&](const store::OpenReader& open) {
    out.verified = store::verify(
        open, [&](const store::VerifyReport& so_far) { progress.update(so_far.customers); },
        {.integrity = integrity});
  };
  const auto read = store::read_sqlite(folder, check, integrity);
  if (!read) return std::unexpected(read.error());
  if (!out.verified.is_whole())
    return std::unexpected("the copy is not whole: " + faults_of(out.verified).front());
  return out;
}

// Copies the key after checking that it belongs to the store in `folder`.
Status copy_key(const fs::path& key_file, const fs::path& folder) {
  const auto random = system_random();
  const auto keys = sealing_keys(key_file, /*may_make=*/false, *random);
  if (!keys) return std::unexpected(keys.error());
  return write_key(folder / kKeyName, keys->text());
}

// What was copied. `key`: where the sealing key is, for people.
struct Done {
  const char* what;
  std::string from;
  std::string to;
  VerifiedCopy copy;
  bool has_key = false;  // whether the key lies beside the copy
  std::string key{};
  std::optional<std::int64_t> chosen_rate{};  // MiB a second, if the command chose it
};

int tell(const std::expected<Done, std::string>& done, Output& output) {
  if (!done) return report_failure(done.error());
  wire::Object members{{"from", done->from}, {"to", done->to}, {"whole", wire::Tree(true)}};
  for (auto& each : contents_json(done->copy.verified)) members.push_back(std::move(each));
  members.emplace_back("keyed", wire::Tree(done->copy.is_keyed));
  members.emplace_back("has_key", wire::Tree(done->has_key));
  const auto& rate = done->chosen_rate;
  if (rate) members.emplace_back("chosen_mib_per_second", wire::Tree(*rate));
  const std::string text =
      std::string(done->what) + ' ' + done->from + " to " + done->to + ": " +
      contents_of(done->copy.verified) + ": whole\n" +
      (done->copy.is_keyed ? "" : "Without the sealing key, hashes and seals were not checked.\n") +
      (rate ? "At most " + std::to_string(*rate) +
                  " MiB a second were copied, because a process has the store open; --rate sets "
                  "another rate.\n"
            : "") +
      done->key;
  return output.tell(0, wire::Tree(std::move(members)), text);
}

// Copies a file byte by byte, because no process writes to a backup.
Status copy_file(const fs::path& from, const fs::path& to, Throttle& throttle) {
  std::error_code none;
  const auto all = fs::file_size(from, none);
  if (none) return storage_problem(from, "is missing, so this folder is not a backup");
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
  if (!good) return storage_problem(from, "cannot be copied to " + to.string());
  return {};
}

// Passwords in an address of a database are not repeated.
Status must_be_folders(const TransferOptions& options) {
  for (const std::string& each : {options.place.location, options.folder})
    if (store::is_postgresql(each))
      return std::unexpected("backups are folders, and " + store::redacted_location(each) +
                             " is a database: back it up with the means of PostgreSQL, or copy it "
                             "into a folder with `patchbay migrate`");
  return {};
}

std::expected<Done, std::string> make_backup(const TransferOptions& options) {
  TRY_DO(must_be_folders(options));
  const std::string& from = options.place.location;
  PartialFolder partial(options.folder);
  TRY_DO(partial.begin());
  std::optional<std::int64_t> chosen_rate;
  if (!options.mib_per_second && is_open(from)) chosen_rate = kRateBesideServer;
  {
    Throttle throttle(chosen_rate ? chosen_rate : options.mib_per_second);
    TRY_DO(store::copy_sqlite(from, partial.folder(), std::ref(throttle),
                              static_cast<std::uint64_t>(options.log_growth_mib_max) * kMiB));
  }
  const fs::path key =
      options.key.empty() ? key_file_of(from, options.place.key_file) : fs::path(options.key);
  const bool has_key = options.takes_key || !options.key.empty();
  const auto copy = TRY(verify_folder(partial.folder(), key));
  if (has_key) TRY_DO(copy_key(key, partial.folder()));
  TRY_DO(partial.publish());
  const core::Deed deed{.time = system_clock()->now(),
                        .place = fs::absolute(options.folder).string()};
  if (const auto left = leave_trace(from, kBackupTrace, deed); !left)
    (void)report_failure("the server cannot be told of this backup: " + left.error());
  return Done{
      .what = "backed up",
      .from = from,
      .to = options.folder,
      .copy = copy,
      .has_key = has_key,
      .key = has_key ? "The sealing key is in it: whoever has the backup can read its secrets.\n"
                     : "The sealing key is not in it: keep " + key.string() +
                           " apart from the backup, and safe.\n"
                           "Without that file the secrets in it cannot be read.\n",
      .chosen_rate = chosen_rate};
}

// Where the key of a restored store is, if it is not beside it.
std::string place_of_key(const StorePlace& place) {
  const fs::path expected = key_file_of(place.location, place.key_file);
  if (file_exists(expected))
    return "The sealing key stays in " + expected.string() + ", which store.key_file names.\n";
  return "The sealing key is still missing: put it at " + expected.string() +
         (place.key_file.empty() ? ", or name it by store.key_file.\n"
                                 : ", which store.key_file names.\n");
}

std::expected<Done, std::string> make_store(const TransferOptions& options) {
  TRY_DO(must_be_folders(options));
  const fs::path from = options.folder;
  const std::string& to = options.place.location;
  std::error_code none;
  if (const auto log = fs::file_size(from / "patchbay.db-wal", none); !none && log > 0)
    return storage_problem(
        from,
        "is not a backup but the folder of a server: make a backup of it with `patchbay "
        "backup` and restore that");
  PartialFolder partial(to);
  TRY_DO(partial.begin());
  if (::mkdir(partial.folder().c_str(), 0700) != 0)
    return storage_problem(partial.folder(), "cannot be made");
  {
    Throttle throttle(options.mib_per_second);
    TRY_DO(copy_file(from / "patchbay.db", partial.folder() / "patchbay.db", throttle));
  }
  const fs::path named = options.place.key_file;
  const fs::path key = !options.flags.names_key_file() && fs::exists(from / kKeyName, none)
                           ? from / kKeyName
                           : named;
  const bool has_key = !key.empty() && (options.flags.names_key_file() || key != named);
  const auto copy = TRY(verify_folder(partial.folder(), key));
  if (has_key) TRY_DO(copy_key(key, partial.folder()));
  TRY_DO(partial.publish());
  return Done{.what = "restored",
              .from = options.folder,
              .to = to,
              .copy = copy,
              .has_key = has_key,
              .key = has_key ? "" : place_of_key(options.place)};
}

}  // namespace

int backup(const TransferOptions& options, Output& output) {
  return tell(make_backup(options), output);
}
int restore(const TransferOptions& options, Output& output) {
  return tell(make_store(options), output);
}

void add_rate(CLI::App& command, TransferOptions& options, const char* otherwise) {
  command
      .add_option("--rate", options.mib_per_second,
                  std::string("Copy at most this many MiB a second") + otherwise)
      ->check(CLI::Range(1, 100'000));
}

Run define_backup(CLI::App& command) {
  const auto options = std::make_shared<TransferOptions>();
  command
      .add_option("--log", options->log_growth_mib_max,
                  "MiB by which the database's log may grow during the backup: from half of it on "
                  "--rate is ignored, above it the backup stops")
      ->check(CLI::Range(1, 1'000'000))
      ->capture_default_str();
  command.add_option("folder", options->folder, "New folder for the backup")
      ->required()
      ->type_name("DEST");
  options->flags.add_to(command,
                        {.place = "Data folder; a server may hold it",
                         .key_file = "Its sealing key, which the copy is checked with; sealing.key "
                                     "in the folder otherwise"});
  command.add_flag("--with-key", options->takes_key,
                   "Put the sealing key into the backup; without it the key must be kept apart");
  command.add_option("--key", options->key, "An older spelling of --with-key and --key-file FILE")
      ->type_name("FILE")
      ->excludes("--key-file");
  add_rate(command, *options,
           ". Without it: 64 if a process has the store open, and else no limit");
  return with_place(command, options, backup);
}

}  // namespace patchbay::app
