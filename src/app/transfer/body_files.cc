// Writes bodies into files, as long as the disk has room.
#include "app/transfer/body_files.h"

#include <utility>

#include <sys/statvfs.h>

#include "base/digest.h"
#include "base/unnamed_file.h"
#include "core/read/transfers.h"

namespace patchbay::app {

class BodyFiles::File final : public http::BodyFile, public std::enable_shared_from_this<File> {
 public:
  File(BodyFiles& files, std::shared_ptr<void> place, Descriptor descriptor)
      : files_(files), place_(std::move(place)), descriptor_(std::move(descriptor)) {}

  void append(std::string bytes, std::move_only_function<void(bool)> done) override {
    // A task must be copyable.
    auto shared = std::make_shared<std::move_only_function<void(bool)>>(std::move(done));
    files_.writing_.run(
        [self = shared_from_this(), bytes = std::move(bytes), done = std::move(shared)] {
          self->hash_.add(bytes);
          (*done)(self->has_room_for(bytes.size()) &&
                  write_all(self->descriptor_.get(), bytes).has_value());
        });
  }
  [[nodiscard]] std::string digest() const override { return hash_.hash(); }
  [[nodiscard]] const Descriptor& descriptor() const override { return descriptor_; }

 private:
  // The store may be on the same disk, and needs it more.
  [[nodiscard]] bool has_room_for(std::size_t bytes) const {
    struct statvfs disk{};
    if (::fstatvfs(descriptor_.get(), &disk) != 0) return false;
    return std::uint64_t{disk.f_bavail} * disk.f_frsize >= files_.options_.free_bytes_min + bytes;
  }

  BodyFiles& files_;
  const std::shared_ptr<void> place_;
  const Descriptor descriptor_;
  Blake2b hash_;
};

Result<std::shared_ptr<http::BodyFile>> BodyFiles::open() {
  const std::shared_ptr<void> place(&open_, [](std::atomic<std::size_t>* open) { --*open; });
  if (++open_ > options_.files_max) return std::unexpected(core::too_many_files());
  auto descriptor = open_unnamed_file(options_.folder);
  if (!descriptor)
    return std::unexpected(
        passing_fault(ErrorKind::unavailable, "the server cannot keep the file of customers now"));
  return std::make_shared<File>(*this, place, std::move(*descriptor));
}

}  // namespace patchbay::app
