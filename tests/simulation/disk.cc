// Keeps writes apart until they are synced, and decides which of them survive.
#include "simulation/disk.h"

#include <algorithm>

namespace patchbay::simulation {
namespace {

void put(std::string& to, std::int64_t offset, std::string_view bytes) {
  const auto at = static_cast<std::size_t>(offset);
  if (to.size() < at + bytes.size()) to.resize(at + bytes.size(), '\0');
  to.replace(at, bytes.size(), bytes);
}

void redo(std::string& to, const Disk::Pending& one) {
  if (one.is_truncation)
    to.resize(static_cast<std::size_t>(one.offset), '\0');
  else
    put(to, one.offset, one.bytes);
}

// Calls `each` with the parts of a write that lie in one sector.
template <class Each>
void by_sector(const Disk::Pending& one, const Each& each) {
  std::size_t at = 0;
  while (at < one.bytes.size()) {
    const std::size_t in_sector = (static_cast<std::size_t>(one.offset) + at) % Disk::kSectorBytes;
    const std::size_t count = std::min(Disk::kSectorBytes - in_sector, one.bytes.size() - at);
    each(one.offset + static_cast<std::int64_t>(at), std::string_view(one.bytes).substr(at, count));
    at += count;
  }
}

bool is_log(const std::string& path) { return path.ends_with("-wal"); }

}  // namespace

void Disk::load(const DiskImage& image) {
  files_.clear();
  removed_.clear();
  is_out_ = false;
  for (const auto& [path, bytes] : image) {
    auto file = std::make_shared<File>();
    file->current = file->durable = bytes;
    file->is_durable = true;
    files_.emplace(path, std::move(file));
  }
}

DiskImage Disk::image() const {
  DiskImage out;
  for (const auto& [path, file] : files_) out.emplace(path, file->current);
  return out;
}

std::shared_ptr<Disk::File> Disk::find(const std::string& path) const {
  const auto found = files_.find(path);
  return found == files_.end() ? nullptr : found->second;
}

std::shared_ptr<Disk::File> Disk::create(const std::string& path) {
  auto& file = files_[path];
  if (!file) file = std::make_shared<File>();
  return file;
}

void Disk::remove(const std::string& path, bool synced) {
  const auto found = files_.find(path);
  if (found == files_.end()) return;
  if (synced || !found->second->is_durable)
    removed_.erase(path);
  else
    removed_[path] = found->second;
  files_.erase(found);
}

void Disk::write(File& file, std::int64_t offset, const char* bytes, std::size_t count) {
  put(file.current, offset, {bytes, count});
  file.pending.push_back({offset, std::string(bytes, count), false});
}

void Disk::truncate(File& file, std::int64_t size) {
  file.pending.push_back({size, {}, true});
  redo(file.current, file.pending.back());
}

void Disk::sync(File& file) {
  if (lies_about_sync) return;
  for (const Pending& each : file.pending) redo(file.durable, each);
  file.pending.clear();
  file.is_durable = true;
}

void Disk::fail_sync(File& file) {
  Losses unused;
  survive(file, unused);
}

std::int64_t Disk::bytes() const {
  std::int64_t out = 0;
  for (const auto& [path, file] : files_) out += static_cast<std::int64_t>(file->current.size());
  return out;
}

void Disk::go_out(Outage how) {
  if (is_out_) return;
  is_out_ = true;
  how_ = how;
}

// Moves a part of what is pending to what is durable, and forgets the rest.
void Disk::survive(File& file, Losses& losses) {
  enum class Kept : std::uint8_t { nothing, all, first_ones, any, torn };
  const auto kept = static_cast<Kept>(dice_.below(5));
  const std::size_t until = dice_.below(file.pending.size() + 1);
  for (std::size_t i = 0; i < file.pending.size(); ++i) {
    const Pending& one = file.pending[i];
    const bool whole = kept == Kept::all || (kept == Kept::first_ones && i < until) ||
                       (kept == Kept::any && dice_.one_in(2)) || (kept == Kept::torn && i < until);
    if (whole || (one.is_truncation && kept == Kept::torn)) {
      redo(file.durable, one);
      continue;
    }
    losses.lost_anything = true;
    const bool in_parts = kept == Kept::torn || (kept == Kept::first_ones && i == until);
    if (!in_parts || one.is_truncation) continue;
    bool some = false;
    bool all = true;
    by_sector(one, [&](std::int64_t offset, std::string_view bytes) {
      const bool keeps = dice_.one_in(2);
      if (keeps) put(file.durable, offset, bytes);
      some = some || keeps;
      all = all && keeps;
    });
    losses.torn_write = losses.torn_write || (some && !all);
  }
  file.pending.clear();
}

Disk::Losses Disk::recover() {
  Losses out;
  is_out_ = false;
  if (how_ == Outage::kill) return out;
  for (auto& [path, file] : removed_)
    if (!files_.contains(path) && dice_.one_in(2)) files_.emplace(path, file);
  removed_.clear();
  for (auto one = files_.begin(); one != files_.end();) {
    File& file = *one->second;
    survive(file, out);
    if (!file.is_durable && dice_.one_in(2)) {
      out.lost_log = out.lost_log || is_log(one->first);
      one = files_.erase(one);
      continue;
    }
    file.is_durable = true;
    file.current = file.durable;
    ++one;
  }
  return out;
}

}  // namespace patchbay::simulation
