// Which fault is told first, and in what sentence.
#include "record/fault.h"

#include <set>

#include <gtest/gtest.h>

namespace patchbay {
namespace {

TEST(Fault, EveryKindHasItsOwnWord) {
  std::set<std::string_view> words;
  for (int i = 0; i < kWrongs; ++i) words.insert(word(static_cast<Wrong>(i)));
  EXPECT_EQ(words.size(), static_cast<std::size_t>(kWrongs));
  EXPECT_FALSE(words.contains("unknown"));
  EXPECT_EQ(static_cast<int>(Wrong::unknown_outcome), kWrongs - 1);
}

TEST(Fault, TheEarliestKindLeads) {
  for (int i = 0; i < kWrongs; ++i)
    for (int k = 0; k < kWrongs; ++k) {
      const Fault fault(
          {{static_cast<Wrong>(i), "a", "b", 1}, {static_cast<Wrong>(k), "c", "d", 0}});
      EXPECT_EQ(fault.wrong, static_cast<Wrong>(std::min(i, k)));
      EXPECT_EQ(fault.problems.front().wrong, fault.wrong);
      EXPECT_EQ(fault.leading(), i == k ? 2U : 1U);
    }
}

TEST(Fault, WithinAKindTheOrderOfFieldsHolds) {
  const Fault fault({{Wrong::plan_locked, "credit", "is locked", 1},
                     {Wrong::invalid, "vat", "must be 0 or more", 9},
                     {Wrong::invalid, "name", "must not be empty", 2},
                     {Wrong::invalid, "colour", "is unknown", 9}});
  EXPECT_EQ(fault.wrong, Wrong::invalid);
  EXPECT_EQ(fault.problems[0].field, "name");
  EXPECT_EQ(fault.problems[1].field, "vat");  // as found, where the order is the same
  EXPECT_EQ(fault.problems[2].field, "colour");
  EXPECT_EQ(fault.problems[3].field, "credit");
  EXPECT_EQ(fault.leading(), 3U);
}

TEST(Fault, NamesEveryProblemOfItsKind) {
  const Problem vat{Wrong::invalid, "vat", "must be 0 or more", 1};
  const Problem name{Wrong::invalid, "name", "must not be empty", 2};
  const Problem locked{Wrong::plan_locked, "credit", "is locked", 0};
  struct Case {
    Fault fault;
    std::string_view want;
  };
  for (const auto& [fault, want] : std::initializer_list<Case>{
           {Fault(std::vector{vat}), "vat must be 0 or more"},
           {Fault({vat, name}), "vat must be 0 or more; name must not be empty"},
           {Fault({name, vat, vat}),
            "vat must be 0 or more; vat must be 0 or more; name must not be empty"},
           {Fault({locked, vat}), "vat must be 0 or more"},
           {Fault(Wrong::malformed, "the body is no JSON"), "the body is no JSON"},
           {Fault(Wrong::invalid, "is unknown", "colour"), "colour is unknown"},
           {Fault(Wrong::plan_locked, "", "credit"), "credit"},
           {Fault(Wrong::unavailable), ""},
           {Fault(), ""}})
    EXPECT_EQ(fault.sentence(), want);
}

// However many there are, those that are told are the earliest, and the others are counted.
TEST(Fault, TellsAFewOfManyProblems) {
  std::vector<Problem> many;
  for (int i = 0; i < 10'000; ++i) many.push_back({Wrong::conflict, "", "", 0});
  for (int i = 10'000; i > 0; --i)
    many.push_back({Wrong::invalid, std::to_string(i), "is unknown", i});
  const Fault fault(std::move(many));
  EXPECT_EQ(fault.problems.size(), kProblemsTold);
  EXPECT_EQ(fault.problems.front().field, "1");
  EXPECT_EQ(fault.problems.back().field, "20");
  EXPECT_EQ(fault.more, 9'980U);
  EXPECT_EQ(fault.leading(), 10'000U);
}

TEST(Fault, CutsLongWords) {
  const std::string name = std::string(kProblemBytesMax - 1, 'x') + "é" + std::string(1 << 20, 'x');
  const Fault fault(Wrong::invalid, name, name);
  const std::string want = std::string(kProblemBytesMax - 1, 'x') + "…";
  EXPECT_EQ(fault.problems.front().field, want);
  EXPECT_EQ(fault.problems.front().what, want);
  EXPECT_EQ(shortened("short"), "short");
}

TEST(Fault, CountsWhatIsMoreThanAMessageNames) {
  std::vector<Problem> many;
  for (int i = 1; i <= 25; ++i)
    many.push_back({Wrong::invalid, 'f' + std::to_string(i), "is wrong", i});
  const std::string said = Fault(many).sentence();
  EXPECT_TRUE(said.starts_with("f1 is wrong; f2 is wrong; ")) << said;
  EXPECT_TRUE(said.ends_with("; f20 is wrong; and 5 more")) << said;
}

TEST(Fault, WithoutWordsHasNoProblems) {
  const Fault fault(Wrong::bad_token);
  EXPECT_EQ(fault.wrong, Wrong::bad_token);
  EXPECT_TRUE(fault.problems.empty());
  EXPECT_EQ(fault.leading(), 0U);
  EXPECT_EQ(fault.retry_after_s, 0);
}

}  // namespace
}  // namespace patchbay
