// Reads, unpacks and decodes a file.
#include "app/transfer/input_file.h"

#include <cerrno>
#include <cstring>
#include <optional>

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "app/transfer/encoding_finder.h"
#include "app/transfer/text_decoder.h"
#include "app/transfer/unpacker.h"
#include "base/digest.h"
#include "base/result.h"
#include "base/unnamed_file.h"

namespace patchbay::app {
namespace {

using Status = std::expected<void, std::string>;

constexpr std::size_t kPiece = std::size_t{128} << 10;
constexpr std::size_t kPackedPiece = std::size_t{8} << 10;

constexpr const char* kWindows1252 = "windows-1252";

std::string reason() { return std::strerror(errno); }

// Reads a piece; empty at the end.
std::expected<std::string, std::string> read_piece(int descriptor, const std::string& name,
                                                   std::size_t bytes_max = kPiece) {
  std::string out(bytes_max, '\0');
  for (;;) {
    const ssize_t got = ::read(descriptor, out.data(), out.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return std::unexpected(name + " cannot be read: " + reason());
    out.resize(static_cast<std::size_t>(got));
    return out;
  }
}

// Standard input in a file without a name, so that it can be read more than once.
std::expected<Descriptor, std::string> keep_standard_input() {
  const auto failed = [](const std::string& why) {
    return std::unexpected("standard input cannot be kept in TMPDIR: " + why);
  };
  auto out = open_temporary_file();
  if (!out) return failed(out.error());
  for (;;) {
    const std::string piece = TRY(read_piece(STDIN_FILENO, "standard input"));
    if (piece.empty()) return std::move(*out);
    if (const auto done = write_all(out->get(), piece); !done) return failed(done.error());
  }
}

class RealInputFile final : public InputFile {
 public:
  RealInputFile(std::string name, std::string encoding, Descriptor file, Bounds bounds = {})
      : name_(std::move(name)),
        asked_(std::move(encoding)),
        bounds_(std::move(bounds)),
        file_(std::move(file)) {}

  // Reads everything for the hash and the encoding, and begins.
  [[nodiscard]] Status begin() {
    std::string start;
    while (start.size() < 4) {
      const std::string piece = TRY(read_piece(file_.get(), name_));
      if (piece.empty()) break;
      start += piece.substr(0, 4);
    }
    if (const auto other = foreign_format(start); !other.empty())
      return std::unexpected(about("is no CSV or JSON Lines, but " + std::string(other)));
    packing_ = packing_of(start);
    TRY_DO(begin_unpacking());
    Blake2b hash;
    EncodingFinder finder;
    while (!is_ended_) {
      std::string unpacked;
      TRY_DO(unpack_more(unpacked));
      hash.add(unpacked);
      if (asked_.empty()) finder.add(unpacked);
    }
    if (asked_.empty() && finder.is_windows_1252()) without_mark_ = kWindows1252;
    hash_ = hash.hash();
    return rewind();
  }

  [[nodiscard]] const std::string& name() const override { return name_; }
  [[nodiscard]] const std::string& hash() const override { return hash_; }
  [[nodiscard]] Packing packing() const override { return packing_; }
  [[nodiscard]] const std::string& encoding() const override { return decoder_->encoding(); }
  [[nodiscard]] bool is_encoding_guessed() const override {
    return asked_.empty() && encoding() == kWindows1252;
  }

  std::expected<std::string, std::string> read() override {
    std::string out = std::move(ready_);
    ready_.clear();
    while (out.empty() && !is_ended_) TRY_DO(read_more(out));
    return out;
  }

  Status rewind() override {
    TRY_DO(begin_unpacking());
    decoder_.reset();
    ready_.clear();
    while (!decoder_) TRY_DO(read_more(ready_));
    return {};
  }

 private:
  [[nodiscard]] std::string about(const std::string& what) const { return name_ + ' ' + what; }

  Status begin_unpacking() {
    if (::lseek(file_.get(), 0, SEEK_SET) != 0)
      return std::unexpected(name_ + " cannot be read twice: give it by standard input");
    unpacker_ = Unpacker::make(packing_);
    is_ended_ = false;
    unpacked_bytes_ = 0;
    return {};
  }

  Status unpack_more(std::string& unpacked) {
    if (bounds_.may_go_on && !bounds_.may_go_on())
      return std::unexpected(about("was not read to its end, because the import was stopped"));
    const std::string piece =
        TRY(read_piece(file_.get(), name_, packing_ == Packing::none ? kPiece : kPackedPiece));
    is_ended_ = piece.empty();
    if (const auto done = unpacker_->add(piece, unpacked); !done)
      return std::unexpected(about(done.error()));
    unpacked_bytes_ += unpacked.size();
    if (unpacked_bytes_ > bounds_.unpacked_bytes_max)
      return std::unexpected(
          about("unpacks to more than " + std::to_string(bounds_.unpacked_bytes_max) + " bytes"));
    if (is_ended_ && !unpacker_->is_complete())
      return std::unexpected(
          about("ends too early: it is not whole " + std::string(word(packing_))));
    return {};
  }

  Status read_more(std::string& out) {
    std::string unpacked;
    TRY_DO(unpack_more(unpacked));
    if (!decoder_) {
      start_of_text_ += unpacked;
      if (start_of_text_.size() < 4 && !is_ended_) return {};
      auto made = TextDecoder::make(start_of_text_, asked_, without_mark_);
      if (!made) return std::unexpected(about(made.error()));
      decoder_ = std::move(*made);
      unpacked = std::move(start_of_text_);
      start_of_text_.clear();
    }
    if (const auto done = decoder_->add(unpacked, is_ended_, out); !done)
      return std::unexpected(about(done.error()));
    return {};
  }

  const std::string name_;
  const std::string asked_;
  const Bounds bounds_;
  const Descriptor file_;
  std::uint64_t unpacked_bytes_ = 0;
  const char* without_mark_ = "UTF-8";  // the encoding, if there is no byte order mark
  std::string hash_;
  Packing packing_ = Packing::none;
  std::unique_ptr<Unpacker> unpacker_;
  std::unique_ptr<TextDecoder> decoder_;
  std::string start_of_text_;
  std::string ready_;
  bool is_ended_ = false;
};

std::expected<std::unique_ptr<InputFile>, std::string> of_open_file(std::string name,
                                                                    Descriptor file,
                                                                    const std::string& encoding,
                                                                    InputFile::Bounds bounds) {
  if (::lseek(file.get(), 0, SEEK_SET) != 0)
    return std::unexpected(name + " cannot be read: " + reason());
  auto out = std::make_unique<RealInputFile>(std::move(name), encoding, std::move(file),
                                             std::move(bounds));
  TRY_DO(out->begin());
  return out;
}

}  // namespace

std::expected<std::unique_ptr<InputFile>, std::string> InputFile::open(
    const std::string& path, const std::string& encoding) {
  const bool is_standard = path == "-";
  Descriptor file = is_standard ? TRY(keep_standard_input())
                                : Descriptor(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file) return std::unexpected(path + " cannot be read: " + reason());
  if (is_standard && ::lseek(file.get(), 0, SEEK_SET) != 0)
    return std::unexpected("standard input cannot be read twice");
  auto out = std::make_unique<RealInputFile>(is_standard ? "standard input" : path, encoding,
                                             std::move(file));
  TRY_DO(out->begin());
  return out;
}

std::expected<std::unique_ptr<InputFile>, std::string> InputFile::of_bytes(
    std::string name, std::string_view bytes, const std::string& encoding, Bounds bounds) {
  Descriptor file(::memfd_create("patchbay-import", MFD_CLOEXEC));
  if (!file) return std::unexpected("there is no memory for " + name + ": " + reason());
  if (const auto done = write_all(file.get(), bytes); !done)
    return std::unexpected("there is no memory for " + name + ": " + done.error());
  return of_open_file(std::move(name), std::move(file), encoding, std::move(bounds));
}

std::expected<std::unique_ptr<InputFile>, std::string> InputFile::of_file(
    std::string name, const Descriptor& file, const std::string& encoding, Bounds bounds) {
  Descriptor own(::fcntl(file.get(), F_DUPFD_CLOEXEC, 0));
  if (!own) return std::unexpected(name + " cannot be read: " + reason());
  return of_open_file(std::move(name), std::move(own), encoding, std::move(bounds));
}

}  // namespace patchbay::app
