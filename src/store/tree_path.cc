// Parses and builds paths.
#include "store/tree_path.h"

#include <algorithm>
#include <charconv>

namespace patchbay::store {
namespace {

// Removes the first id from `path`, which begins with a slash; returns 0 if there is none.
CustomerId take(std::string_view& path) {
  path.remove_prefix(path.empty() ? 0 : 1);
  CustomerId id;
  const auto [end, error] = std::from_chars(path.data(), path.data() + path.size(), id.value);
  path.remove_prefix(static_cast<std::size_t>(end - path.data()));
  return error == std::errc{} ? id : CustomerId{};
}

}  // namespace

std::string path_below(std::string_view parent, CustomerId id) {
  std::string out(parent.empty() ? "/" : parent);
  out += std::to_string(id.value);
  return out += '/';
}

std::vector<CustomerId> lineage_of(std::string_view path) {
  std::vector<CustomerId> out;
  while (const CustomerId id = take(path)) out.push_back(id);
  std::ranges::reverse(out);
  return out;
}

CustomerId enterprise_of(std::string_view path) {
  const CustomerId root = take(path);
  const CustomerId child = take(path);
  return child ? child : root;
}

bool is_root(std::string_view path) {
  const CustomerId root = take(path);
  return root && path == "/";
}

std::string end_of_subtree(std::string_view path) {
  std::string out(path);
  if (!out.empty()) out.back() = '/' + 1;
  return out;
}

}  // namespace patchbay::store
