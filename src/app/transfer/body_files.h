// Files without a name that keep long bodies of requests until they are answered.
#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <memory>

#include "app/transfer/task_thread.h"
#include "http/message.h"
#include "record/fault.h"

namespace patchbay::app {

// Threads: any.
class BodyFiles {
 public:
  struct Options {
    std::filesystem::path folder;  // must exist
    std::size_t files_max = 0;     // at the same time
    // A file grows only while the disk has this much left.
    std::uint64_t free_bytes_min = std::uint64_t{256} << 20;
  };
  // Destroy it after the last of its files.
  explicit BodyFiles(Options options) : options_(std::move(options)) {}

  // Opens an empty file; or says why there can be none now. It is removed with the last pointer to
  // it.
  [[nodiscard]] Result<std::shared_ptr<http::BodyFile>> open();

 private:
  class File;

  const Options options_;
  std::atomic<std::size_t> open_ = 0;
  TaskThread writing_;  // of all files, so that no connection waits for the disk
};

}  // namespace patchbay::app
