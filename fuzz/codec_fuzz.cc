// The stored form of a record: what is read and written again reads as the same, in one way of
// writing; the difference between two records turns one into the other.
#include <algorithm>

#include "must.h"
#include "record/formats/codec.h"

using patchbay::Values;
using patchbay::fuzz::must;
using patchbay::fuzz::text_of;

namespace {

// What `read` makes of text must be written in a way that reads as the same and is written the same
// way again.
template <class Read, class Write>
void must_settle(std::string_view text, Read read, Write write) {
  const auto first = read(text);
  if (!first) return must(!first.error().empty());
  const std::string written = write(*first);
  const auto again = read(written);
  must(again && *again == *first && write(*again) == written);
}

void must_settle(std::string_view text) {
  must_settle(text, patchbay::decode_values, [](const auto& read) { return encode(read); });
  must_settle(text, patchbay::decode_differences, [](const auto& read) { return encode(read); });
  must_settle(text, patchbay::decode_texts,
              [](const auto& read) { return patchbay::encode(read); });
  const auto both = patchbay::decode_numbers_and_texts(text);
  if (!both) return must(!both.error().empty());
  const auto numbers = patchbay::decode_numbers_and_texts(patchbay::encode(both->numbers));
  must(numbers && numbers->numbers == both->numbers && numbers->texts.empty());
  const auto texts = patchbay::decode_texts(patchbay::encode(both->texts));
  must(texts == both->texts);
}

void must_differ(const Values& before, const Values& after) {
  const patchbay::Differences differences = diff(before, after);
  must(differences.empty() == (before == after));
  Values changed = before;
  apply(changed, differences);
  must(changed == after);
  must(patchbay::decode_differences(encode(differences)) == differences);
}

}  // namespace

// Two texts, with a line break between them.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = text_of(data, size);
  const std::size_t end = std::min(text.find('\n'), text.size());
  const std::string_view first = text.substr(0, end);
  const std::string_view second = text.substr(std::min(end + 1, text.size()));
  must_settle(first);
  must_settle(second);
  const auto before = patchbay::decode_values(first);
  const auto after = patchbay::decode_values(second);
  if (before && after) {
    must_differ(*before, *after);
    must_differ(*after, *before);
  }
  return 0;
}
