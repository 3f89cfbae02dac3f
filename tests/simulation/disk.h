// A disk in memory that knows what was synced and what was not, and may lose the rest in a crash.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "simulation/dice.h"
#include "simulation/trace.h"

namespace patchbay::simulation {

enum class DiskCall : std::uint8_t { read, write, truncate, sync, open, size, map };
enum class Outage : std::uint8_t {
  kill,   // the process ends: the system still has what was written
  power,  // the system ends: what was not synced is kept, lost or torn as the dice say
};

// What a whole disk holds, by the paths of its files.
using DiskImage = std::map<std::string, std::string>;

class Disk {
 public:
  static constexpr std::size_t kSectorBytes = 512;

  // One write that was not synced yet; as a truncation it has no bytes and a new size.
  struct Pending {
    std::int64_t offset = 0;
    std::string bytes;
    bool is_truncation = false;
  };
  struct File {
    std::string current;      // what a read returns
    std::string durable;      // what survives in any case
    bool is_durable = false;  // whether the file itself does
    std::vector<Pending> pending;
  };
  // How the last outage changed what was there.
  struct Losses {
    bool torn_write = false;  // a part of one write was kept, and another part was not
    bool lost_log = false;    // a write-ahead log that was there is not
    bool lost_anything = false;
  };

  // The arguments must outlive this object.
  Disk(Dice& dice, Trace& trace) : dice_(dice), trace_(trace) {}

  void load(const DiskImage& image);
  [[nodiscard]] DiskImage image() const;

  // ---- what SQLite does (disk_layer.cc); each may be refused by `fault`
  [[nodiscard]] std::shared_ptr<File> find(const std::string& path) const;
  [[nodiscard]] std::shared_ptr<File> create(const std::string& path);
  void remove(const std::string& path, bool synced);
  void write(File& file, std::int64_t offset, const char* bytes, std::size_t count);
  void truncate(File& file, std::int64_t size);
  void sync(File& file);
  // A sync that fails: what was written is either on the disk or never will be, and a later sync
  // does not try again.
  void fail_sync(File& file);
  [[nodiscard]] std::int64_t bytes() const;

  // ---- faults
  // Every call fails from now on, until recover().
  void go_out(Outage how);
  [[nodiscard]] bool is_out() const { return is_out_; }
  // What is left after the outage.
  Losses recover();
  // Called before each call, with whether the file is a log. Returns whether it shall fail.
  using Fault = std::function<bool(DiskCall call, bool is_log)>;
  Fault fault;
  // Called within each write and sync, when other tasks may go on: before the disk has done it, and
  // after.
  enum class When : std::uint8_t { before, after };
  std::function<void(DiskCall call, bool is_log, When when)> pause;
  // Called when SQLite sleeps.
  std::function<void(int us)> sleep;
  // The files may have this many bytes together.
  std::int64_t bytes_max = INT64_MAX;
  // A planted lie: a sync reports success and does nothing.
  bool lies_about_sync = false;
  // A planted loss: one of so many writes to the database is dropped. 0: none.
  std::uint64_t drops_one_write_in = 0;

  // How often a log began: at its first byte.
  std::uint64_t log_starts = 0;

  [[nodiscard]] Dice& dice() { return dice_; }
  [[nodiscard]] Trace& trace() { return trace_; }

 private:
  void survive(File& file, Losses& losses);

  Dice& dice_;
  Trace& trace_;
  bool is_out_ = false;
  Outage how_ = Outage::kill;
  std::map<std::string, std::shared_ptr<File>> files_;
  std::map<std::string, std::shared_ptr<File>> removed_;  // not for sure: a crash may bring it back
};

// SQLite's file system layer on the disk that is in use: at most one at a time. Calls come from one
// thread.
class DiskLayer {
 public:
  static constexpr const char* kName = "simulated";
  // The disk must outlive this object.
  explicit DiskLayer(Disk& disk);
  ~DiskLayer();
  DiskLayer(const DiskLayer&) = delete;
  DiskLayer& operator=(const DiskLayer&) = delete;
};

}  // namespace patchbay::simulation
