// The data folder: made for its owner alone, held by one process at a time, and looked at again and
// again while it is held: whoever moves or replaces it takes away what was promised to be kept.
#pragma once

#include <array>
#include <expected>
#include <filesystem>
#include <optional>
#include <string>

#include <sys/types.h>

#include "base/guarded_file.h"

namespace patchbay::store::sqlite {

inline constexpr const char* kDatabase = "patchbay.db";

// Which file or folder it is, whatever it is called. One that is open is not mistaken for another.
struct Identity {
  dev_t device = 0;
  ino_t number = 0;
  bool operator==(const Identity&) const = default;
};

class Folder {
 public:
  // Makes the folder where it is not there and takes its lock; `holder` is what another process is
  // told meanwhile: "since …, address". The error is a sentence for the operator: others may change
  // the folder, its LOCK is a link, another process holds it.
  [[nodiscard]] static std::expected<Folder, std::string> hold(const std::filesystem::path& path,
                                                               const std::string& holder);
  // What is missing of a store in the folder at `path`, which is neither made nor changed, as
  // "…/patchbay.db is not there"; nothing where its database holds something. The error is a
  // sentence for the operator: the folder cannot be used, or holds less than it did.
  [[nodiscard]] static std::expected<std::optional<std::string>, std::string> missing(
      const std::filesystem::path& path);

  // Whether hold() could make the folder at `path`, or files in it where it is there: a folder is
  // made for a moment beside it, or in it. The error is the sentence that hold() would say.
  [[nodiscard]] static std::expected<void, std::string> can_be_made(
      const std::filesystem::path& path);

  // The database file: made empty, with mode 0600 and on disk, where it was not there.
  [[nodiscard]] std::expected<std::filesystem::path, std::string> database() const;

  // Takes the database and its log, which are open now, for those that must stay. Not at the same
  // time as `trouble`.
  void remember_files();
  // What became of the folder or of the files in it that are held, as a phrase for the operator;
  // null while all of them are where they were. Takes some microseconds. Any thread.
  [[nodiscard]] const char* storage_problem() const;

 private:
  struct Held {
    std::filesystem::path path;
    Identity identity;  // none: not looked for
    const char* gone = "";
    const char* replaced = "";
  };

  Folder(std::filesystem::path path, Descriptor folder, Descriptor lock);

  std::filesystem::path path_;
  Descriptor folder_;
  Descriptor lock_;  // held until it is closed, by us or by the end of the process
  std::array<Held, 5> held_;
};

}  // namespace patchbay::store::sqlite
