// Forms: what is read and written again reads as the same pairs, whatever separates them.
#include "base/utf8.h"
#include "must.h"
#include "wire/form.h"

using patchbay::fuzz::must;
using patchbay::fuzz::text_of;
namespace form = patchbay::wire::form;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = text_of(data, size);
  for (const auto separators :
       {form::Separators::ampersand, form::Separators::ampersand_and_semicolon}) {
    const auto pairs = form::parse(text, separators);
    if (!pairs) {
      must(!pairs.error().what.empty() && pairs.error().offset <= size);
      continue;
    }
    const std::string written = form::write(*pairs);
    must(form::parse(written, form::Separators::ampersand) == *pairs);
    must(form::parse(written, form::Separators::ampersand_and_semicolon) == *pairs);
  }
  const bool carried = patchbay::utf8::is_valid(text) && !text.contains('\0');
  const auto component = form::decode_component(form::encode_component(text));
  must(component.has_value() == carried && (!carried || *component == text));
  return 0;
}
