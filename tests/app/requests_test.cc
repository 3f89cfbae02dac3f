// Verdicts: each has a word of its own and a class.
#include "app/requests.h"

#include <set>

#include <gtest/gtest.h>

namespace patchbay::app {
namespace {

TEST(Verdict, HasAWordOfItsOwn) {
  std::set<std::string_view> words;
  for (std::uint8_t i = 0; i < kVerdicts; ++i) words.insert(word(Verdict{i}));
  EXPECT_EQ(words.size(), kVerdicts);
  EXPECT_EQ(words.count(""), 0U);
}

TEST(Verdict, SaysWhoseDoingItIs) {
  const auto of = [](Wrong wrong) { return Verdict::of(std::unexpected(Fault(wrong))); };
  for (const auto& [verdict, want_word, want_ending] :
       std::initializer_list<std::tuple<Verdict, std::string_view, Ending>>{
           {Verdict::of(core::Outcome{}), "done", Ending::done},
           {of(Wrong::malformed), "malformed", Ending::refused},
           {of(Wrong::plan_locked), "plan_locked", Ending::refused},
           {of(Wrong::damaged), "damaged", Ending::failed},
           {of(Wrong::unavailable), "unavailable", Ending::failed},
           {of(Wrong::unknown_outcome), "unknown_outcome", Ending::failed},
           {Verdict::of_status(404), "no_path", Ending::refused},
           {Verdict::of_status(405), "no_method", Ending::refused},
           {Verdict::of_status(400), "bad_path", Ending::refused}}) {
    EXPECT_EQ(word(verdict), want_word);
    EXPECT_EQ(ending(verdict), want_ending) << want_word;
  }
}

TEST(RequestCounts, AddUpByDoorVerdictAndTime) {
  RequestCounts counts(doors::all_doors());
  const doors::Door& first = *doors::all_doors().front();
  const doors::Door& last = *doors::all_doors().back();
  counts.answered(first, Verdict::of_status(404), 100);
  counts.answered(first, Verdict::of_status(404), 101);
  counts.answered(last, Verdict::of(core::Outcome{}), 11'000'000);
  for (const int status : {408, 408, 599}) counts.refused(status);
  const auto& of_first = counts.doors().front();
  EXPECT_EQ(of_first.verdicts[Verdict::of_status(404).index], 2U);
  const auto times = of_first.us[static_cast<std::size_t>(Ending::refused)].read();
  EXPECT_EQ(times.counts[0], 1U);
  EXPECT_EQ(times.counts[1], 1U);
  EXPECT_EQ(times.sum, 201U);
  const auto& of_last = counts.doors().back();
  EXPECT_EQ(of_last.us[static_cast<std::size_t>(Ending::done)].read().counts.back(), 1U);
  EXPECT_EQ(of_last.us[static_cast<std::size_t>(Ending::refused)].read().count(), 0U);
  EXPECT_EQ(counts.refusals()[1], 2U);
  EXPECT_EQ(counts.refusals().back(), 1U);
}

}  // namespace
}  // namespace patchbay::app
