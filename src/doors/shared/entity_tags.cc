// Reads lists of tags. A comma inside a tag's quotes is not a separator.
#include "doors/shared/entity_tags.h"

#include <algorithm>

#include "base/text.h"

namespace patchbay::doors {
namespace {

constexpr std::string_view kWeak =
    "holds a weak entity tag (W/), which is never the same as another: send the tag of a read as "
    "it came, such as \"7\"";
constexpr std::string_view kUnquoted =
    "holds what is no entity tag: a tag stands in double quotes, as reads send it, such as \"7\"";
constexpr std::string_view kStarBeside = "holds `*` beside other tags: `*` stands alone";
constexpr std::string_view kOfNoVersion = "names a tag that no version has: tags are such as \"7\"";
constexpr std::string_view kNothing = "holds no entity tag: tags are such as \"7\"";

constexpr std::string_view kSpace = " \t";

class TagList {
 public:
  explicit TagList(TagComparison comparison) : comparison_(comparison) {}

  void take_line(std::string_view line) {
    for (rest_ = line; skip_to_tag();) take_tag();
  }

  [[nodiscard]] core::VersionList finished(std::string_view name) && {
    if (out_.every && tags_ > 1) {
      out_.every = false;
      set_flaw(kStarBeside);
    }
    if (tags_ == 0) set_flaw(kNothing);
    out_.name = name;
    return std::move(out_);
  }

 private:
  bool skip_to_tag() {
    rest_.remove_prefix(std::min(rest_.find_first_not_of(" \t,"), rest_.size()));
    return !rest_.empty();
  }

  void take_tag() {
    ++tags_;
    const bool weak = rest_.starts_with("W/\"");
    if (weak) rest_.remove_prefix(2);
    if (!rest_.starts_with('"')) return take_bare();
    const std::size_t end = rest_.find('"', 1);
    if (end == std::string_view::npos) return take_bare();
    const std::string_view tag = rest_.substr(1, end - 1);
    rest_.remove_prefix(end + 1);
    if (!at_end_of_tag()) return take_bare();
    if (weak && comparison_ == TagComparison::strong) return set_flaw(kWeak);
    const auto version = parse_whole(tag);
    if (version && *version > 0 && std::to_string(*version) == tag)
      out_.versions.push_back(*version);
    else if (comparison_ == TagComparison::strong)
      set_flaw(kOfNoVersion);
  }

  // Reads text without quotes: `*`, or a mistake.
  void take_bare() {
    const std::string_view bare = trim(rest_.substr(0, rest_.find(',')));
    rest_.remove_prefix(std::min(rest_.find(','), rest_.size()));
    if (bare == "*")
      out_.every = true;
    else
      set_flaw(kUnquoted);
  }

  [[nodiscard]] bool at_end_of_tag() const {
    const std::size_t next = rest_.find_first_not_of(kSpace);
    return next == std::string_view::npos || rest_[next] == ',';
  }

  void set_flaw(std::string_view objection) {
    if (out_.objection.empty()) out_.objection = objection;
  }

  const TagComparison comparison_;
  core::VersionList out_;
  std::string_view rest_;
  std::size_t tags_ = 0;
};

}  // namespace

std::optional<core::VersionList> read_tags(const http::Request& request, std::string_view name,
                                           TagComparison comparison) {
  if (request.count(name) == 0) return std::nullopt;
  TagList list(comparison);
  for (const auto& [key, value] : request.headers)
    if (lower(key) == lower(name)) list.take_line(value);
  return std::move(list).finished(name);
}

std::string tag_of(Version version) { return '"' + std::to_string(version) + '"'; }

}  // namespace patchbay::doors
