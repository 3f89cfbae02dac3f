// Patchbay's own readers: wire's for trees, the record codec's for stored records.
#include "json/readers.h"
#include "record/formats/codec.h"

namespace patchbay::bench {
namespace {

Verdict judge(std::string_view text) {
  const auto tree = wire::json::parse(text);
  if (tree) return {.accepted = true, .offset = {}};
  return {.accepted = false, .offset = tree.error().offset};
}

std::optional<wire::Tree> tree(std::string_view text) {
  auto read = wire::json::parse(text, kBounds);
  if (!read) return std::nullopt;
  return *std::move(read);
}

std::optional<Values> values(std::string_view text) {
  auto read = decode_values(text);
  if (!read) return std::nullopt;
  return *std::move(read);
}

}  // namespace

JsonReader own_reader() { return {"own", judge, tree, values}; }

}  // namespace patchbay::bench
