// Cursors, sealed positions and sealed secrets: each opens as what it was made from, and a sealed
// one with any byte changed does not open.
#include <algorithm>

#include "base/utf8.h"
#include "core/access/secret_sealer.h"
#include "core/read/positions.h"
#include "doors/native/cursor.h"
#include "must.h"
#include "record/field/value_rule.h"

using patchbay::FeedPosition;
using patchbay::Field;
using patchbay::ListPosition;
using patchbay::SealedSecret;
using patchbay::Uuid;
using patchbay::core::SecretSealer;
using patchbay::fuzz::must;
using patchbay::fuzz::text_of;
namespace native = patchbay::doors::native;

namespace {

constexpr std::size_t kNumberBytes = 8;
constexpr std::size_t kKeyBytes = 32;

std::int64_t number_in(std::string_view bytes) {
  std::uint64_t out = 0;
  for (const char c : bytes.substr(0, kNumberBytes)) out = out << 8 | static_cast<unsigned char>(c);
  return static_cast<std::int64_t>(out >> 1);
}

// `text` with another byte at a place; both follow from `lot`, which is 0 or more.
std::string altered(std::string text, std::int64_t lot) {
  const auto at = static_cast<std::size_t>(lot) % text.size();
  const auto by = 1 + (lot >> 8) % 255;
  text[at] = static_cast<char>(text[at] ^ static_cast<char>(by));
  return text;
}

// A list by name: a key of at most 255 characters, and an id above 0.
void check_cursor(std::string_view key, std::int64_t id) {
  if (id == 0 || key.size() > 1'000) return;
  if (!patchbay::utf8::is_valid(key) || !patchbay::is_plain_text(key)) return;
  const std::string text = native::cursor("name", {.key = std::string(key), .id = {id}});
  const auto again = native::parse_cursor(text, "name");
  must(again && again->key == key && again->id.value == id);
  must(!native::parse_cursor(text, native::kById));
}

void read_cursor(std::string_view text, std::string_view order) {
  const auto position = native::parse_cursor(text, order);
  if (!position) return;
  must(position->id.value > 0 && patchbay::utf8::is_valid(position->key));
  const auto again = native::parse_cursor(native::cursor(order, *position), order);
  must(again && again->key == position->key && again->id == position->id);
}

void check_position(const SecretSealer& sealer, std::string_view mark, std::int64_t entry) {
  FeedPosition position;
  if (entry > 0) {
    position = {.entry = entry, .mark = std::string(mark)};
    position.mark.resize(FeedPosition::kMarkBytes);
  }
  const std::string text = seal_position(sealer, position);
  must(text.size() == 75);
  must(open_position(sealer, text) == position);
  must(!open_position(sealer, altered(text, entry)));
  must(!open_position(sealer, text + 'A'));
  must(!open_position(sealer, text.substr(0, text.size() - 1)));
}

void check_secret(const SecretSealer& sealer, std::string_view plain, std::int64_t lot) {
  const Uuid customer = Uuid::numbered(1);
  const SealedSecret sealed = sealer.seal(plain, customer, Field::card_number);
  must(sealer.unseal(sealed, customer, Field::card_number) == plain);
  must(!sealer.unseal(sealed, Uuid::numbered(2), Field::card_number));
  must(!sealer.unseal(sealed, customer, Field::bank_account_number));
  must(!sealer.unseal({altered(sealed.box, lot), sealed.tail}, customer, Field::card_number));
  must(sealed.tail.size() <= plain.size() / 2 && plain.ends_with(sealed.tail));
}

}  // namespace

// Eight bytes are a number, the rest a text.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto random = patchbay::seeded_random(1);
  static const SecretSealer sealer(std::string(kKeyBytes, 'k'), *random);
  if (size < kNumberBytes) return 0;
  const std::string_view bytes = text_of(data, size);
  const std::int64_t number = number_in(bytes);
  const std::string_view text = bytes.substr(kNumberBytes);
  check_cursor(text, number);
  for (const std::string_view order : {native::kById, std::string_view("name")})
    read_cursor(text, order);
  check_position(sealer, text, number);
  check_secret(sealer, text, number);
  must(!open_position(sealer, text));
  return 0;
}
