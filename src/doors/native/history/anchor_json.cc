// Writes and reads an anchor.
#include "doors/native/history/anchor_json.h"

#include "base/digest.h"
#include "base/text.h"

namespace patchbay::doors::native {
namespace {

using wire::Object;
using wire::Tree;

const std::string* text_at(const Tree& tree, std::string_view name) {
  const Tree* found = tree.find(name);
  return found ? found->text() : nullptr;
}

bool read(const Tree& tree, std::string_view name, std::int64_t& out) {
  const Tree* found = tree.find(name);
  const wire::Number* number = found ? found->number() : nullptr;
  const auto whole = number ? parse_whole(number->text) : std::nullopt;
  if (whole) out = *whole;
  return whole.has_value();
}

bool read_bytes(const Tree& tree, std::string_view name, std::string& out) {
  const std::string* text = text_at(tree, name);
  auto bytes = text ? parse_base64(*text) : std::nullopt;
  if (!bytes) return false;
  out = *std::move(bytes);
  return true;
}

}  // namespace

Tree anchor_json(const Anchor& anchor) {
  return Tree(Object{{"seal", Tree(anchor.seal.number)},
                     {"position", Tree(anchor.seal.entry)},
                     {"entries", Tree(anchor.seal.entries)},
                     {"thing_position", Tree(anchor.seal.admin_entry)},
                     {"thing_entries", Tree(anchor.seal.admin_entries)},
                     {"hash", base64(anchor.seal.hash)},
                     {"time", anchor.time},
                     {"public_key", base64(anchor.public_key)},
                     {"signature", base64(anchor.signature)}});
}

std::optional<Anchor> parse_anchor(const Tree& tree) {
  Anchor out;
  const std::string* time = text_at(tree, "time");
  const bool good = read(tree, "seal", out.seal.number) && read(tree, "position", out.seal.entry) &&
                    read(tree, "entries", out.seal.entries) &&
                    read(tree, "thing_position", out.seal.admin_entry) &&
                    read(tree, "thing_entries", out.seal.admin_entries) &&
                    read_bytes(tree, "hash", out.seal.hash) && time &&
                    read_bytes(tree, "public_key", out.public_key) &&
                    read_bytes(tree, "signature", out.signature);
  if (!good) return std::nullopt;
  out.time = *time;
  return out;
}

}  // namespace patchbay::doors::native
