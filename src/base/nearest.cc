// Optimal string alignment distance over three rows.
#include "base/nearest.h"

#include <algorithm>
#include <array>

namespace patchbay {
namespace {

// Maximum bytes of a name. Longer names are hardly typing errors, and the cost is the product of
// the lengths.
constexpr std::size_t kNameMax = 64;
using Row = std::array<std::size_t, kNameMax + 1>;

char folded(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool same(char a, char b) { return folded(a) == folded(b); }

// Returns the distance if it is below `bound`, otherwise some value that is not below it.
std::size_t distance(std::string_view a, std::string_view b, std::size_t bound) {
  const std::size_t longer = std::max(a.size(), b.size());
  if (longer - std::min(a.size(), b.size()) >= bound || longer > kNameMax) return bound;
  Row older, old, row;
  for (std::size_t j = 0; j <= b.size(); ++j) old[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t least = row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] =
          std::min({old[j] + 1, row[j - 1] + 1, old[j - 1] + (same(a[i - 1], b[j - 1]) ? 0U : 1U)});
      if (i > 1 && j > 1 && same(a[i - 1], b[j - 2]) && same(a[i - 2], b[j - 1]))
        row[j] = std::min(row[j], older[j - 2] + 1);
      least = std::min(least, row[j]);
    }
    // Neither this row nor the one before (through a swap) can lead to a smaller distance.
    if (least > bound) return bound;
    std::swap(older, old);
    std::swap(old, row);
  }
  return old[b.size()];
}

// Maximum number of edits for a name of this length. A short name can be turned into any other with
// a few edits.
constexpr std::size_t edits_max(std::size_t length) {
  if (length < 3) return 0;
  if (length < 6) return 1;
  return length < 8 ? 2 : 3;
}

}  // namespace

std::string_view nearest(std::string_view name, std::span<const std::string_view> candidates) {
  if (name.size() > kNameMax) return {};
  std::string_view best;
  std::size_t best_distance = edits_max(name.size()) + 1;
  for (const std::string_view candidate : candidates) {
    const std::size_t d = distance(name, candidate, best_distance);
    if (d < best_distance) {
      best = candidate;
      best_distance = d;
    }
  }
  return best;
}

}  // namespace patchbay
