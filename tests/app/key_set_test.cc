// What rows told about keys: in memory, in files, and when these cannot be used.
#include "app/transfer/key_set.h"

#include <cstdlib>
#include <map>
#include <random>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "app/transfer/import_request.h"
#include "app/transfer/importer.h"
#include "support/world.h"

namespace patchbay::app {
namespace {

using testing::World;

constexpr KeyFact kFacts[] = {KeyFact::found_by, KeyFact::uuid_of, KeyFact::made};

KeySet::Short nth(std::uint64_t number) { return KeySet::shorten(std::to_string(number)); }

// Opens /dev/full, in which nothing can be written.
std::expected<Descriptor, std::string> open_full() {
  return Descriptor(::open("/dev/full", O_RDWR | O_CLOEXEC));
}

TEST(KeySet, AnswersAsAMapWhereverItsKeysAre) {
  for (const std::size_t table_max : {1, 7, 512, 5000, 1 << 20}) {
    std::mt19937_64 random(table_max);
    KeySet keys(table_max);
    std::map<std::pair<std::uint64_t, KeyFact>, bool> told;
    for (int i = 0; i < 40'000; ++i) {
      const std::uint64_t number = random() % 12'000;
      const KeyFact fact = kFacts[random() % 3];
      bool& is_told = told[{number, fact}];
      ASSERT_EQ(keys.contains(nth(number), fact), is_told) << table_max << ", " << i;
      if (random() % 2 == 0) continue;
      ASSERT_EQ(keys.insert(nth(number), fact), !is_told) << table_max << ", " << i;
      is_told = true;
    }
    for (std::uint64_t number = 0; number < 13'000; ++number)
      for (const KeyFact fact : kFacts)
        ASSERT_EQ(keys.contains(nth(number), fact), (told[{number, fact}])) << number;
  }
}

// The first and the last hash that there can be, and neighbours around the ends of blocks.
TEST(KeySet, FindsHashesAtTheEndsOfBlocks) {
  KeySet keys(1536);
  const auto hash_at = [](std::uint64_t i) {
    return KeySet::Short{i == 3071 ? ~kKeyFactBits : 8 + 16 * i};
  };
  for (std::uint64_t i = 0; i < 3072; ++i) ASSERT_EQ(keys.insert(hash_at(i), KeyFact::made), true);
  ASSERT_EQ(keys.insert({std::uint64_t{1} << 60}, KeyFact::made), true);
  for (std::uint64_t i = 0; i < 3072; ++i) {
    ASSERT_EQ(keys.contains(hash_at(i), KeyFact::made), true) << i;
    ASSERT_EQ(keys.contains({hash_at(i).bits - 8}, KeyFact::made), false) << i;
  }
}

TEST(KeySet, KeepsFewFilesOpen) {
  const auto lowest_free = [] { return Descriptor(::open("/dev/null", O_RDONLY)).get(); };
  const int before = lowest_free();
  KeySet keys(4);
  for (std::uint64_t i = 0; i < 4'092; ++i) ASSERT_EQ(keys.insert(nth(i), KeyFact::made), true);
  EXPECT_LE(lowest_free(), before + 11);
}

TEST(KeySet, SaysThatAFileCannotBeWritten) {
  for (const OpenKeyFile& open : {OpenKeyFile(open_full), OpenKeyFile([] {
                                    return std::unexpected("No space left on device");
                                  })}) {
    KeySet keys(2, open);
    ASSERT_EQ(keys.insert(nth(1), KeyFact::made), true);
    ASSERT_EQ(keys.insert(nth(2), KeyFact::made), true);
    const auto third = keys.insert(nth(3), KeyFact::made);
    ASSERT_FALSE(third);
    EXPECT_EQ(third.error(),
              "the keys of the rows before cannot be kept in TMPDIR: No space left on device");
  }
}

// Puts the file `path` in the place of an open one.
void replace(int descriptor, const std::string& path) {
  const Descriptor other(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  ASSERT_EQ(::dup3(other.get(), descriptor, O_CLOEXEC), descriptor);
}

TEST(KeySet, SaysThatAFileCanNoLongerBeUsed) {
  std::vector<int> opened;
  KeySet keys(2, [&] {
    auto out = open_temporary_file();
    if (out) opened.push_back(out->get());
    return out;
  });
  for (std::uint64_t i = 0; i < 3; ++i) ASSERT_EQ(keys.insert(nth(i), KeyFact::made), true);
  ASSERT_EQ(opened.size(), 1U);
  const std::string lost = "the keys of the rows before cannot be kept in TMPDIR: ";
  replace(opened.front(), "/proc/self/fd/" + std::to_string(opened.front()));  // to be read only
  ASSERT_EQ(keys.contains(nth(0), KeyFact::made), true);
  const auto told = keys.insert(nth(0), KeyFact::uuid_of);
  ASSERT_FALSE(told);
  EXPECT_EQ(told.error(), lost + "Bad file descriptor");
  replace(opened.front(), "/dev/null");
  const auto found = keys.contains(nth(0), KeyFact::made);
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error(), lost + "it ends too early");
}

// An import of 40 rows, of which one key stands twice, that keeps 8 keys in memory.
std::expected<ImportReport, ImportError> import_many(World& world) {
  std::string text = "external_id,name\n";
  for (int i = 0; i < 40; ++i) text += std::to_string(i % 39) + ",Name\n";
  auto prepared = PreparedImport::make({.key = "external_id"},
                                       InputFile::of_bytes("the file", text, {}, {}).value());
  return run_import({.store = world.store(), .service = world.service(), .clock = world.clock},
                    prepared->table(),
                    {.key = prepared->key(),
                     .batch = prepared->batch(),
                     .shown = 1,
                     .is_plan = true,
                     .keys_in_memory_max = 8});
}

TEST(KeySet, KeysInFilesKeepARowFromBeingTakenTwice) {
  World world;
  const auto report = import_many(world);
  ASSERT_TRUE(report) << report.error().what;
  EXPECT_EQ(report->counts.made, 39U);
  ASSERT_EQ(report->faults.size(), 1U);
  EXPECT_EQ(report->faults.front().sentence(),
            "line 41, byte 319, column external_id: stands in an earlier row too");
}

TEST(KeySet, AnImportEndsWhereItsKeysCannotBeKept) {
  World world;
  const char* before = std::getenv("TMPDIR");
  const std::string kept = before ? before : "";
  ::setenv("TMPDIR", "/proc/none", 1);
  const auto report = import_many(world);
  before ? ::setenv("TMPDIR", kept.c_str(), 1) : ::unsetenv("TMPDIR");
  ASSERT_FALSE(report);
  EXPECT_EQ(report.error().what,
            "the keys of the rows before cannot be kept in TMPDIR: No such file or directory");
  ASSERT_TRUE(report.error().fault);
  EXPECT_EQ(report.error().fault->kind, ErrorKind::unavailable);
}

}  // namespace
}  // namespace patchbay::app
