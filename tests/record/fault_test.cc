// Which fault is reported first, and its text.
#include "record/fault.h"

#include <set>

#include <gtest/gtest.h>

namespace patchbay {
namespace {

TEST(Fault, EveryKindHasItsOwnWord) {
  std::set<std::string_view> words;
  for (int i = 0; i < kErrorKinds; ++i) words.insert(word(static_cast<ErrorKind>(i)));
  EXPECT_EQ(words.size(), static_cast<std::size_t>(kErrorKinds));
  EXPECT_FALSE(words.contains("unknown"));
}

TEST(Fault, TheEarliestKindLeads) {
  for (int i = 0; i < kErrorKinds; ++i)
    for (int k = 0; k < kErrorKinds; ++k) {
      const Fault fault(
          {{static_cast<ErrorKind>(i), "a", "b", 1}, {static_cast<ErrorKind>(k), "c", "d", 0}});
      EXPECT_EQ(fault.kind, static_cast<ErrorKind>(std::min(i, k)));
      EXPECT_EQ(fault.problems.front().kind, fault.kind);
      EXPECT_EQ(fault.count_of_kind(), i == k ? 2U : 1U);
    }
}

TEST(Fault, WithinAKindTheOrderOfFieldsHolds) {
  const Fault fault({{ErrorKind::plan_locked, "credit", "is locked", 1},
                     {ErrorKind::invalid, "vat", "must be 0 or more", 9},
                     {ErrorKind::invalid, "name", "must not be empty", 2},
                     {ErrorKind::invalid, "colour", "is unknown", 9}});
  EXPECT_EQ(fault.kind, ErrorKind::invalid);
  EXPECT_EQ(fault.problems[0].field, "name");
  EXPECT_EQ(fault.problems[1].field, "vat");  // in the order of discovery, if `order` is equal
  EXPECT_EQ(fault.problems[2].field, "colour");
  EXPECT_EQ(fault.problems[3].field, "credit");
  EXPECT_EQ(fault.count_of_kind(), 3U);
}

TEST(Fault, NamesEveryProblemOfItsKind) {
  const Problem vat{ErrorKind::invalid, "vat", "must be 0 or more", 1};
  const Problem name{ErrorKind::invalid, "name", "must not be empty", 2};
  const Problem locked{ErrorKind::plan_locked, "credit", "is locked", 0};
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
           {Fault(ErrorKind::malformed, "the body is no JSON"), "the body is no JSON"},
           {Fault(ErrorKind::invalid, "is unknown", "colour"), "colour is unknown"},
           {Fault(ErrorKind::plan_locked, "", "credit"), "credit"},
           {Fault(ErrorKind::unavailable), ""},
           {Fault(), ""}})
    EXPECT_EQ(fault.sentence(), want);
}

// The earliest problems are listed, and the others are counted.
TEST(Fault, TellsAFewOfManyProblems) {
  std::vector<Problem> many;
  for (int i = 0; i < 10'000; ++i) many.push_back({ErrorKind::conflict, "", "", 0});
  for (int i = 10'000; i > 0; --i)
    many.push_back({ErrorKind::invalid, std::to_string(i), "is unknown", i});
  const Fault fault(std::move(many));
  EXPECT_EQ(fault.problems.size(), kProblemsShown);
  EXPECT_EQ(fault.problems.front().field, "1");
  EXPECT_EQ(fault.problems.back().field, "20");
  EXPECT_EQ(fault.more, 9'980U);
  EXPECT_EQ(fault.count_of_kind(), 10'000U);
}

TEST(Fault, CutsLongWords) {
  const std::string name = std::string(kProblemBytesMax - 1, 'x') + "é" + std::string(1 << 20, 'x');
  const Fault fault(ErrorKind::invalid, name, name);
  const std::string want = std::string(kProblemBytesMax - 1, 'x') + "…";
  EXPECT_EQ(fault.problems.front().field, want);
  EXPECT_EQ(fault.problems.front().what, want);
  EXPECT_EQ(shortened("short"), "short");
}

TEST(Fault, CountsWhatIsMoreThanAMessageNames) {
  std::vector<Problem> many;
  for (int i = 1; i <= 25; ++i)
    many.push_back({ErrorKind::invalid, 'f' + std::to_string(i), "is wrong", i});
  const std::string said = Fault(many).sentence();
  EXPECT_TRUE(said.starts_with("f1 is wrong; f2 is wrong; ")) << said;
  EXPECT_TRUE(said.ends_with("; f20 is wrong; and 5 more")) << said;
}

TEST(Fault, WithoutWordsHasNoProblems) {
  const Fault fault(ErrorKind::bad_token);
  EXPECT_EQ(fault.kind, ErrorKind::bad_token);
  EXPECT_TRUE(fault.problems.empty());
  EXPECT_EQ(fault.count_of_kind(), 0U);
  EXPECT_EQ(fault.retry_after_s, 0);
}

}  // namespace
}  // namespace patchbay
