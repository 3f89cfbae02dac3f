// Verdicts: each has a word of its own and a class.
#include "app/observe/request_counts.h"

#include <set>

#include <gtest/gtest.h>

namespace patchbay::app {
namespace {

TEST(RequestResult, HasAWordOfItsOwn) {
  std::set<std::string_view> words;
  for (std::uint8_t i = 0; i < kRequestResults; ++i) words.insert(word(RequestResult{i}));
  EXPECT_EQ(words.size(), kRequestResults);
  EXPECT_EQ(words.count(""), 0U);
}

TEST(RequestResult, SaysWhoseDoingItIs) {
  const auto of = [](ErrorKind wrong) { return RequestResult::of(std::unexpected(Fault(wrong))); };
  for (const auto& [result, want_word, want_ending] :
       std::initializer_list<std::tuple<RequestResult, std::string_view, ResultClass>>{
           {RequestResult::of(core::Outcome{}), "done", ResultClass::done},
           {of(ErrorKind::malformed), "malformed", ResultClass::refused},
           {of(ErrorKind::plan_locked), "plan_locked", ResultClass::refused},
           {of(ErrorKind::damaged), "damaged", ResultClass::failed},
           {of(ErrorKind::unavailable), "unavailable", ResultClass::failed},
           {of(ErrorKind::unknown_outcome), "unknown_outcome", ResultClass::failed},
           {RequestResult::of_status(404), "no_path", ResultClass::refused},
           {RequestResult::of_status(405), "no_method", ResultClass::refused},
           {RequestResult::of_status(400), "bad_path", ResultClass::refused}}) {
    EXPECT_EQ(word(result), want_word);
    EXPECT_EQ(result_class(result), want_ending) << want_word;
  }
}

TEST(RequestCounts, AddUpByDoorVerdictAndTime) {
  RequestCounts counts(doors::all_doors());
  const doors::Door& first = *doors::all_doors().front();
  const doors::Door& last = *doors::all_doors().back();
  counts.count_reply(first, RequestResult::of_status(404), 100);
  counts.count_reply(first, RequestResult::of_status(404), 101);
  counts.count_reply(last, RequestResult::of(core::Outcome{}), 11'000'000);
  for (const int status : {408, 408, 599}) counts.count_refusal(status);
  const auto& of_first = counts.doors().front();
  EXPECT_EQ(of_first.results[RequestResult::of_status(404).index], 2U);
  const auto times = of_first.us[static_cast<std::size_t>(ResultClass::refused)].read();
  EXPECT_EQ(times.counts[0], 1U);
  EXPECT_EQ(times.counts[1], 1U);
  EXPECT_EQ(times.sum, 201U);
  const auto& of_last = counts.doors().back();
  EXPECT_EQ(of_last.us[static_cast<std::size_t>(ResultClass::done)].read().counts.back(), 1U);
  EXPECT_EQ(of_last.us[static_cast<std::size_t>(ResultClass::refused)].read().count(), 0U);
  EXPECT_EQ(counts.refusals()[1], 2U);
  EXPECT_EQ(counts.refusals().back(), 1U);
}

}  // namespace
}  // namespace patchbay::app
