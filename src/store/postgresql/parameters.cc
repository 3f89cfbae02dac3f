// Whole numbers are sent as text, so that the server converts them to the column's type. Texts and
// bytes are sent with their lengths, so that a zero byte does not end them.
#include "store/postgresql/parameters.h"

#include <charconv>

namespace patchbay::store::postgresql {
namespace {

constexpr int kText = 0;
constexpr int kBinaryFormat = 1;

const char* some(std::string_view view) { return view.data() ? view.data() : ""; }

}  // namespace

Parameters::Parameters(std::span<const sql::Argument> arguments) {
  wholes_.reserve(arguments.size());
  for (const sql::Argument& argument : arguments) {
    if (const auto* whole = std::get_if<std::int64_t>(&argument)) {
      auto& text = wholes_.emplace_back();
      *std::to_chars(text.data(), text.data() + text.size() - 1, *whole).ptr = '\0';
      add(text.data(), 0, kText);
    } else if (const auto* view = std::get_if<std::string_view>(&argument)) {
      add(some(*view), view->size(), kBinaryFormat);
    } else if (const auto* bytes = std::get_if<sql::Bytes>(&argument)) {
      add(some(bytes->view), bytes->view.size(), kBinaryFormat);
    } else {
      add(nullptr, 0, kText);
    }
  }
}

void Parameters::add(const char* value, std::size_t length, int format) {
  values_.push_back(value);
  lengths_.push_back(static_cast<int>(length));
  formats_.push_back(format);
}

}  // namespace patchbay::store::postgresql
