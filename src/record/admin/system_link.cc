// The lists of a link as texts: four for a field that was agreed on, three for one that waits.
#include "record/admin/system_link.h"

#include "record/formats/codec.h"

namespace patchbay {
namespace {

constexpr std::size_t kAgreedTexts = 4;
constexpr std::size_t kOpenTexts = 3;

std::expected<std::vector<std::string>, std::string> decode_items(std::string_view text,
                                                                  std::size_t each) {
  auto texts = decode_texts(text);
  if (texts && texts->size() % each != 0) return std::unexpected("a member is missing");
  return texts;
}

}  // namespace

std::string encode(const std::vector<AgreedField>& agreed) {
  std::vector<std::string> texts;
  for (const AgreedField& each : agreed)
    texts.insert(texts.end(), {each.name, each.ours, each.theirs, each.sent});
  return encode(texts);
}

std::string encode(const std::vector<OpenField>& open) {
  std::vector<std::string> texts;
  for (const OpenField& each : open) texts.insert(texts.end(), {each.name, each.kind, each.why});
  return encode(texts);
}

std::expected<std::vector<AgreedField>, std::string> decode_agreed(std::string_view text) {
  const auto texts = decode_items(text, kAgreedTexts);
  if (!texts) return std::unexpected(texts.error());
  std::vector<AgreedField> out;
  for (std::size_t i = 0; i < texts->size(); i += kAgreedTexts)
    out.push_back({(*texts)[i], (*texts)[i + 1], (*texts)[i + 2], (*texts)[i + 3]});
  return out;
}

std::expected<std::vector<OpenField>, std::string> decode_open(std::string_view text) {
  const auto texts = decode_items(text, kOpenTexts);
  if (!texts) return std::unexpected(texts.error());
  std::vector<OpenField> out;
  for (std::size_t i = 0; i < texts->size(); i += kOpenTexts)
    out.push_back({(*texts)[i], (*texts)[i + 1], (*texts)[i + 2]});
  return out;
}

}  // namespace patchbay
