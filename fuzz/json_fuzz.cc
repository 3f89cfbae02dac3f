// JSON: what is read and written again reads as the same tree; every refusal has its words.
#include "base/utf8.h"
#include "must.h"
#include "wire/json.h"

using patchbay::fuzz::must;
using patchbay::fuzz::text_of;
namespace json = patchbay::wire::json;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto tree = json::parse(text_of(data, size));
  if (!tree) {
    must(!tree.error().what.empty() && tree.error().offset <= size);
    return 0;
  }
  const std::string compact = json::write(*tree);
  must(patchbay::utf8::is_valid(compact) && !compact.contains('\n'));
  must(json::parse(compact) == *tree);
  must(json::parse(json::write_pretty(*tree)) == *tree);
  return 0;
}
