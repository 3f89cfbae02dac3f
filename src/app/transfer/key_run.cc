// Writes, merges and reads sorted words in files.
#include "app/transfer/key_run.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include <unistd.h>

#include "base/result.h"
#include "base/unnamed_file.h"

namespace patchbay::app {
namespace {

constexpr std::size_t kBlockWords = 512;  // 4 KiB, which a look-up reads
constexpr std::size_t kPieceWords = std::size_t{16} << 10;

std::uint64_t hash_in(std::uint64_t word) { return word & ~kKeyFactBits; }

off_t byte_of(std::uint64_t place) { return static_cast<off_t>(place * sizeof(std::uint64_t)); }

std::expected<void, std::string> read_words(int file, std::span<std::uint64_t> out,
                                            std::uint64_t place) {
  char* to = reinterpret_cast<char*>(out.data());
  off_t from = byte_of(place);
  for (std::size_t left = out.size_bytes(); left > 0;) {
    const ssize_t got = ::pread(file, to, left, from);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return std::unexpected(got == 0 ? "it ends too early" : std::strerror(errno));
    to += got;
    from += got;
    left -= static_cast<std::size_t>(got);
  }
  return {};
}

}  // namespace

// Gives the words of a run one after another.
class KeyRun::Reader {
 public:
  explicit Reader(const KeyRun& run) : run_(run) {}

  // Whether there is a word; it is then `word`.
  [[nodiscard]] std::expected<bool, std::string> next() {
    if (at_ == piece_.size()) {
      piece_.resize(std::min<std::uint64_t>(kPieceWords, run_.size_ - read_));
      at_ = 0;
      if (piece_.empty()) return false;
      TRY_DO(read_words(run_.file_.get(), piece_, read_));
      read_ += piece_.size();
    }
    word = piece_[at_++];
    return true;
  }

  std::uint64_t word = 0;

 private:
  const KeyRun& run_;
  std::vector<std::uint64_t> piece_;
  std::size_t at_ = 0;
  std::uint64_t read_ = 0;
};

// Appends words to a run.
class KeyRun::Writer {
 public:
  explicit Writer(KeyRun& run) : run_(run) { piece_.reserve(kPieceWords); }

  [[nodiscard]] std::expected<void, std::string> add(std::uint64_t word) {
    if (run_.size_++ % kBlockWords == 0) run_.first_.push_back(hash_in(word));
    piece_.push_back(word);
    if (piece_.size() < kPieceWords) return {};
    return flush();
  }
  [[nodiscard]] std::expected<void, std::string> flush() {
    const auto bytes = std::as_bytes(std::span(piece_));
    TRY_DO(
        write_all(run_.file_.get(), {reinterpret_cast<const char*>(bytes.data()), bytes.size()}));
    piece_.clear();
    return {};
  }

 private:
  KeyRun& run_;
  std::vector<std::uint64_t> piece_;
};

std::expected<KeyRun, std::string> KeyRun::write(const OpenKeyFile& open,
                                                 std::span<const std::uint64_t> words) {
  KeyRun out(TRY(open()));
  Writer writer(out);
  for (const std::uint64_t each : words) TRY_DO(writer.add(each));
  TRY_DO(writer.flush());
  return out;
}

std::expected<KeyRun, std::string> KeyRun::merge(const OpenKeyFile& open, const KeyRun& one,
                                                 const KeyRun& other) {
  KeyRun out(TRY(open()));
  out.first_.reserve((one.size_ + other.size_) / kBlockWords + 1);
  Writer writer(out);
  Reader low(one);
  Reader high(other);
  bool has_low = TRY(low.next());
  bool has_high = TRY(high.next());
  while (has_low || has_high) {
    const bool takes_low = has_low && (!has_high || low.word < high.word);
    TRY_DO(writer.add(takes_low ? low.word : high.word));
    bool& has_more = takes_low ? has_low : has_high;
    has_more = TRY((takes_low ? low : high).next());
  }
  TRY_DO(writer.flush());
  return out;
}

std::expected<std::optional<KeyRun::Found>, std::string> KeyRun::find(std::uint64_t hash) const {
  const auto after = std::ranges::upper_bound(first_, hash);
  if (after == first_.begin()) return std::nullopt;
  const std::uint64_t begin = static_cast<std::uint64_t>(after - first_.begin() - 1) * kBlockWords;
  std::array<std::uint64_t, kBlockWords> block;
  const auto words = std::span(block).first(std::min<std::uint64_t>(kBlockWords, size_ - begin));
  TRY_DO(read_words(file_.get(), words, begin));
  const auto at = std::ranges::lower_bound(words, hash, {}, hash_in);
  if (at == words.end() || hash_in(*at) != hash) return std::nullopt;
  return Found{.place = begin + static_cast<std::uint64_t>(at - words.begin()), .word = *at};
}

std::expected<void, std::string> KeyRun::put(std::uint64_t place, std::uint64_t word) const {
  for (;;) {
    const ssize_t done = ::pwrite(file_.get(), &word, sizeof(word), byte_of(place));
    if (done == sizeof(word)) return {};
    if (done >= 0) return std::unexpected("it takes a part of a word only");
    if (errno != EINTR) return std::unexpected(std::strerror(errno));
  }
}

}  // namespace patchbay::app
