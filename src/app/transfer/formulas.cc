// Adds and removes the apostrophe.
#include "app/transfer/formulas.h"

#include <algorithm>

namespace patchbay::app {
namespace {

constexpr char kApostrophe = '\'';
constexpr std::string_view kBeginnings[] = {"=",  "+",      "-",      "@",      "\t",    "\r",
                                            "\n", "\uFF1D", "\uFF0B", "\uFF0D", "\uFF20"};

bool is_formula(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of(kApostrophe), text.size()));
  return std::ranges::any_of(kBeginnings,
                             [&](std::string_view each) { return text.starts_with(each); });
}

}  // namespace

std::string defused(std::string_view text) {
  return is_formula(text) ? kApostrophe + std::string(text) : std::string(text);
}

std::string_view undefused(std::string_view text) {
  if (text.starts_with(kApostrophe) && is_formula(text)) text.remove_prefix(1);
  return text;
}

}  // namespace patchbay::app
