// Asks the environment, the terminal and ICU.
#include "cli/remote/terminal.h"

#include <cstdint>
#include <cstdlib>

#include <sys/ioctl.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unistd.h>

#include "base/utf8.h"

namespace patchbay::app {
namespace {

bool is_set(const char* name) {
  const char* const value = std::getenv(name);
  return value && *value != '\0';
}

bool wants_colours(bool is_terminal) {
  if (is_set("NO_COLOR")) return false;
  const char* const forced = std::getenv("CLICOLOR_FORCE");
  if (forced && *forced != '\0' && std::string_view(forced) != "0") return true;
  const char* const kind = std::getenv("TERM");
  return is_terminal && kind && std::string_view(kind) != "dumb";
}

// The characters of `text`, one after another, until `use` returns false. Bytes that are not UTF-8
// count as U+FFFD.
template <class Use>
void for_each_character(std::string_view text, const Use& use) {
  const auto points = icu::UnicodeString::fromUTF8(text);
  for (std::int32_t at = 0; at < points.length(); at = points.moveIndex32(at, 1))
    if (!use(points.char32At(at))) return;
}

// Appends a character, which is a Unicode scalar value.
void append_character(std::string& out, UChar32 character) {
  utf8::append(out, static_cast<std::uint32_t>(character));
}

std::size_t columns_of_character(UChar32 character) {
  const auto kind = u_charType(character);
  if (kind == U_NON_SPACING_MARK || kind == U_ENCLOSING_MARK || kind == U_FORMAT_CHAR) return 0;
  const auto width = u_getIntPropertyValue(character, UCHAR_EAST_ASIAN_WIDTH);
  return width == U_EA_WIDE || width == U_EA_FULLWIDTH ? 2 : 1;
}

}  // namespace

Terminal Terminal::of_output() {
  const bool is_terminal = ::isatty(STDOUT_FILENO) == 1;
  Terminal out{.has_colours = wants_colours(is_terminal)};
  winsize size{};
  if (is_terminal && ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0) out.width = size.ws_col;
  return out;
}

std::string Terminal::styled(std::string_view text, Style style) const {
  constexpr const char* kSigns[] = {"", "\033[1m", "\033[2m", "\033[32m", "\033[31m"};
  if (!has_colours || style == Style::plain || text.empty()) return std::string(text);
  return kSigns[static_cast<std::size_t>(style)] + std::string(text) + "\033[0m";
}

std::size_t columns_of(std::string_view text) {
  std::size_t out = 0;
  for_each_character(text, [&](UChar32 character) {
    out += columns_of_character(character);
    return true;
  });
  return out;
}

std::string cut_to(std::string_view text, std::size_t columns) {
  if (columns_of(text) <= columns) return std::string(text);
  std::string out;
  std::size_t taken = 1;  // the sign at the end
  for_each_character(text, [&](UChar32 character) {
    taken += columns_of_character(character);
    if (taken <= columns) append_character(out, character);
    return taken <= columns;
  });
  return out + "…";
}

}  // namespace patchbay::app
