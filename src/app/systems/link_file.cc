// Appends and syncs; reading begins by writing the file again if it has many old lines.
#include "app/systems/link_file.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/digest.h"
#include "base/result.h"
#include "base/text.h"
#include "wire/json.h"

namespace patchbay::app {
namespace {

namespace fs = std::filesystem;
using Status = std::expected<void, std::string>;
using wire::Tree;

constexpr std::size_t kKeyBytes = 32;

std::string line_of_key(const std::string& key) {
  return wire::json::write(wire::Object{{"digest_key", base64(key)}}) + '\n';
}

std::string line_of(const reach::Link& link) {
  wire::Object base;
  for (const auto& [name, agreed] : link.base) {
    wire::Array digests{Tree(agreed.ours), Tree(agreed.theirs)};
    if (!agreed.sent.empty()) digests.emplace_back(agreed.sent);
    base.emplace_back(name, std::move(digests));
  }
  return wire::json::write(wire::Object{{"customer", link.customer.text()},
                                        {"there", link.remote},
                                        {"agreed", std::move(base)}}) +
         '\n';
}

std::optional<std::string> text_of(const Tree* tree) {
  const std::string* text = tree ? tree->text() : nullptr;
  return text ? std::optional(*text) : std::nullopt;
}

std::optional<reach::Link> link_of(const Tree& tree) {
  const auto customer = Uuid::parse(text_of(tree.find("customer")).value_or(""));
  const auto there = text_of(tree.find("there"));
  const Tree* agreed = tree.find("agreed");
  if (!customer || !there || !agreed || !agreed->object()) return std::nullopt;
  reach::Link out{.customer = *customer, .remote = *there};
  for (const auto& [name, pair] : *agreed->object()) {
    const wire::Array* both = pair.array();
    if (!both || both->size() < 2 || both->size() > 3) return std::nullopt;
    const auto ours = text_of(both->data());
    const auto theirs = text_of(&(*both)[1]);
    const auto sent = both->size() == 2 ? std::optional(std::string()) : text_of(&both->back());
    if (!ours || !theirs || !sent) return std::nullopt;
    out.base[name] = {*ours, *theirs, *sent};
  }
  return out;
}

bool sync_folder(const fs::path& file) {
  const fs::path folder = file.parent_path();
  const Descriptor held(
      ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  return held && (::fsync(held.get()) == 0 || errno == EINVAL);
}

class RealLinkFile final : public LinkFile {
 public:
  RealLinkFile(fs::path file, Use use) : file_(std::move(file)), use_(use) {}

  Status begin(Random& random) {
    if (use_ == Use::write) TRY_DO(lock());
    TRY_DO(read());
    if (key_.empty()) key_ = random.bytes(kKeyBytes);
    return use_ == Use::write ? rewrite() : Status{};
  }

  const std::map<Uuid, reach::Link>& all() const override { return links_; }
  const std::string& digest_key() const override { return key_; }

  Status save(const reach::Link& link) override {
    if (!write_all(to_.get(), line_of(link)) || ::fsync(to_.get()) != 0) return failed();
    links_[link.customer] = link;
    return {};
  }

 private:
  [[nodiscard]] std::unexpected<std::string> failed() const {
    return std::unexpected(file_.string() + " cannot be written: " + std::strerror(errno));
  }

  // A separate file: the one with the links is replaced.
  Status lock() {
    const fs::path path = file_.string() + ".lock";
    lock_ = Descriptor(::open(path.c_str(), O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600));
    if (!lock_)
      return std::unexpected(path.string() + " cannot be opened: " + std::strerror(errno));
    if (::flock(lock_.get(), LOCK_EX | LOCK_NB) != 0)
      return std::unexpected("another apply is using " + file_.string() +
                             ": wait until it has ended");
    return {};
  }

  Status read() {
    const auto text = read_system_data(file_);
    if (!text && text.error().error == ENOENT) return {};
    if (!text) return std::unexpected(file_.string() + ' ' + text.error().text);
    std::string_view rest = *text;
    for (int line = 1; !rest.empty(); ++line) {
      const std::size_t end = rest.find('\n');
      // Only a crash leaves a line without its end.
      if (end == std::string_view::npos) return {};
      if (!take(rest.substr(0, end)))
        return std::unexpected(file_.string() + " line " + std::to_string(line) +
                               " cannot be read: restore the file, or remove it and link again");
      rest.remove_prefix(end + 1);
    }
    return {};
  }

  bool take(std::string_view line) {
    const auto tree = wire::json::parse(line);
    if (!tree) return false;
    if (const auto key = text_of(tree->find("digest_key"))) {
      key_ = parse_base64(*key).value_or("");
      return key_.size() == kKeyBytes;
    }
    auto link = link_of(*tree);
    if (!link) return false;
    links_[link->customer] = std::move(*link);
    return true;
  }

  // Without the lines that count no longer.
  Status rewrite() {
    const fs::path partial = file_.string() + ".partial";
    to_ = Descriptor(::open(
        partial.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_NOFOLLOW | O_CLOEXEC, 0600));
    std::string text = line_of_key(key_);
    for (const auto& [customer, link] : links_) text += line_of(link);
    const bool is_written = to_ && write_all(to_.get(), text) && ::fsync(to_.get()) == 0 &&
                            std::rename(partial.c_str(), file_.c_str()) == 0;
    if (!is_written || !sync_folder(file_)) return failed();
    return {};
  }

  const fs::path file_;
  const Use use_;
  Descriptor lock_;
  Descriptor to_;
  std::string key_;
  std::map<Uuid, reach::Link> links_;
};

}  // namespace

std::expected<std::string, FileProblem> read_system_data(const fs::path& file) {
  std::error_code wrong;
  const std::uintmax_t size = fs::file_size(file, wrong);
  return read_guarded(file, kSecretFile,
                      wrong ? 0 : std::min<std::uintmax_t>(size, kSystemDataBytesMax));
}

std::expected<std::unique_ptr<LinkFile>, std::string> LinkFile::open(const fs::path& file, Use use,
                                                                     Random& random) {
  auto out = std::make_unique<RealLinkFile>(file, use);
  TRY_DO(out->begin(random));
  return out;
}

}  // namespace patchbay::app
