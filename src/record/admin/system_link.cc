// The lists of a link as texts, three for each item. What was sent to a system is an item behind
// that of its field, with the word "sent" where others have a digest.
#include "record/admin/system_link.h"

#include "record/formats/codec.h"

namespace patchbay {
namespace {

constexpr std::size_t kTexts = 3;
constexpr const char* kSent = "sent";

std::expected<std::vector<std::string>, std::string> decode_threes(std::string_view text) {
  auto texts = decode_texts(text);
  if (texts && texts->size() % kTexts != 0) return std::unexpected("a member is missing");
  return texts;
}

}  // namespace

std::string encode(const std::vector<AgreedField>& agreed) {
  std::vector<std::string> texts;
  for (const AgreedField& each : agreed) {
    texts.insert(texts.end(), {each.name, each.ours, each.theirs});
    if (!each.sent.empty()) texts.insert(texts.end(), {each.name, kSent, each.sent});
  }
  return encode(texts);
}

std::string encode(const std::vector<OpenField>& open) {
  std::vector<std::string> texts;
  for (const OpenField& each : open) texts.insert(texts.end(), {each.name, each.kind, each.why});
  return encode(texts);
}

std::expected<std::vector<AgreedField>, std::string> decode_agreed(std::string_view text) {
  const auto texts = decode_threes(text);
  if (!texts) return std::unexpected(texts.error());
  std::vector<AgreedField> out;
  for (std::size_t i = 0; i < texts->size(); i += kTexts) {
    const std::string& last = (*texts)[i + 2];
    if ((*texts)[i + 1] == kSent && !out.empty() && out.back().name == (*texts)[i])
      out.back().sent = last;
    else
      out.push_back({(*texts)[i], (*texts)[i + 1], last});
  }
  return out;
}

std::expected<std::vector<OpenField>, std::string> decode_open(std::string_view text) {
  const auto texts = decode_threes(text);
  if (!texts) return std::unexpected(texts.error());
  std::vector<OpenField> out;
  for (std::size_t i = 0; i < texts->size(); i += kTexts)
    out.push_back({(*texts)[i], (*texts)[i + 1], (*texts)[i + 2]});
  return out;
}

}  // namespace patchbay
