// Writes signed messages to a file, for verifiers that others wrote: tests/clients/signatures.py.
#include <cstdlib>
#include <fstream>

#include <gtest/gtest.h>

#include "base/clock.h"
#include "base/random.h"
#include "base/uuid.h"
#include "reach/webhooks/signature.h"
#include "wire/json.h"

namespace patchbay::reach {
namespace {

constexpr int kMessages = 100'000;
constexpr int kKeys = 100;

// A body with quotes, control characters and letters of many scripts.
std::string body(Random& random, int number) {
  constexpr std::string_view kPieces[] = {"a",  "\"", "\\",   "\n", "\t", "ü",
                                          "漢", "😀", "\x7f", " ",  "."};
  std::string text;
  for (std::int64_t left = random_number(random) % 200; left > 0; --left)
    text += kPieces[static_cast<std::size_t>(random_number(random)) % std::size(kPieces)];
  return wire::json::write(wire::Tree(
      wire::Object{{"number", wire::Tree(number)}, {"text", wire::Tree(std::move(text))}}));
}

TEST(Signature, IsWrittenForOtherVerifiers) {
  const char* const file = std::getenv("PATCHBAY_SIGNATURES");
  if (!file) GTEST_SKIP() << "PATCHBAY_SIGNATURES names no file; tests/clients/signatures.py does";
  const auto random = seeded_random(11);
  // The verifiers refuse what is older than five minutes.
  const std::int64_t now = system_clock()->now().seconds();
  std::vector<WebhookKeys> keys;
  for (int i = 0; i < kKeys; ++i) keys.push_back(*WebhookKeys::parse(random->bytes(64)));
  std::ofstream out(file);
  for (int i = 0; i < kMessages; ++i) {
    const WebhookKeys& key = keys[static_cast<std::size_t>(i % kKeys)];
    const std::string id = "chg_" + Uuid::numbered(static_cast<std::uint64_t>(i)).text() + "_1";
    const std::string text = i == 0 ? std::string() : body(*random, i);
    out << wire::json::write(wire::Tree(
               wire::Object{{"id", id},
                            {"time", std::to_string(now)},
                            {"body", text},
                            {"signature", signatures({.id = id, .time_s = now, .body = text}, key)},
                            {"secret", key.shared_text()},
                            {"public", key.public_text()}}))
        << '\n';
  }
  out.close();
  EXPECT_TRUE(out.good());
}

}  // namespace
}  // namespace patchbay::reach
