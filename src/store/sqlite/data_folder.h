// The data folder. It is created for its owner only and locked by one process. While locked, it is
// checked again and again: if it is moved or replaced, committed data could be lost.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <expected>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <sys/types.h>

#include "base/guarded_file.h"
#include "store/open_error.h"

namespace patchbay::store::sqlite {

inline constexpr const char* kDatabase = "patchbay.db";

// The identity of a file or folder, independent of its name. While it is open, no other file can
// get the same identity.
struct Identity {
  dev_t device = 0;
  ino_t number = 0;
  bool operator==(const Identity&) const = default;
};

class Folder {
 public:
  // Creates the folder if it is missing and locks it. `holder` is shown to other processes that
  // try to lock it: "since …, address". Errors: others may change the folder, its LOCK is a link,
  // or another process holds it.
  [[nodiscard]] static std::expected<Folder, OpenError> hold(const std::filesystem::path& path,
                                                             const std::string& holder);
  // Returns what is missing for a store at `path`, as "…/patchbay.db is not there"; nothing if its
  // database has contents. Creates and changes nothing. The error is a sentence for the operator:
  // the folder cannot be used, or holds less than it did.
  [[nodiscard]] static std::expected<std::optional<std::string>, std::string> missing(
      const std::filesystem::path& path);

  // Checks that hold() could create the folder at `path`, or files in it if it exists. Creates a
  // folder beside or in it and removes it again. The error is the sentence that hold() would
  // return.
  [[nodiscard]] static std::expected<void, std::string> can_be_made(
      const std::filesystem::path& path);

  // Returns the path of the database file. If it was missing, it is created empty, with mode 0600
  // and synced.
  [[nodiscard]] std::expected<std::filesystem::path, std::string> database() const;

  // Remembers the database and its log, which are open now, as the files that must stay. Must not
  // run at the same time as storage_problem().
  void remember_files();
  // Returns what happened to the folder or the files in it, as a phrase for the operator; null
  // while all are in place. While the folder's time of change stays, each file is looked at in
  // every 64th call only. Threads: any.
  [[nodiscard]] const char* storage_problem() const;

 private:
  struct Held {
    std::filesystem::path path;
    Identity identity;  // none: not checked
    const char* gone = "";
    const char* replaced = "";
  };

  // The last look at each file.
  struct Look {
    // The folder's time of change at which all files were found in place, in nanoseconds; 0: none.
    std::atomic<std::int64_t> changed = 0;
    std::atomic<int> left = 0;  // looks at the folder alone, while that time stays
  };

  Folder(std::filesystem::path path, Descriptor folder, Descriptor lock);
  // Also gives the time of the newest write to a file, in nanoseconds.
  [[nodiscard]] const char* look_at_each(std::int64_t& written) const;

  std::filesystem::path path_;
  Descriptor folder_;
  Descriptor lock_;  // held until it is closed or the process ends
  std::array<Held, 5> held_;
  std::unique_ptr<Look> look_ = std::make_unique<Look>();
};

}  // namespace patchbay::store::sqlite
