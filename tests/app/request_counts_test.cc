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

std::string text_of(const Work& work) {
  return std::to_string(work.updates) + " updates, " + std::to_string(work.reads) + " reads";
}

std::string work_text(core::Request request, core::Outcome outcome, bool rehearse = false) {
  core::Call call{};
  call.request = std::move(request);
  call.options.rehearse = rehearse;
  return text_of(work_of(call, Result<core::Outcome>(std::move(outcome))));
}

TEST(Work, IsUpdatesOrAReadOrNeither) {
  core::Batch batch;
  batch.items.resize(3);
  batch.items[1].fault = Fault(ErrorKind::invalid);
  core::Batch again = batch;
  again.replayed = true;
  EXPECT_EQ(work_text(core::UpdateCustomer{}, core::Receipt{}), "1 updates, 0 reads");
  EXPECT_EQ(work_text(core::CreateCustomer{}, core::Receipt{}), "1 updates, 0 reads");
  EXPECT_EQ(work_text(core::UpdateCustomer{}, core::Receipt{}, true), "0 updates, 1 reads");
  EXPECT_EQ(work_text(core::UpdateCustomer{}, core::Replay{}), "0 updates, 0 reads");
  EXPECT_EQ(work_text(core::Bulk{}, batch), "2 updates, 0 reads");
  EXPECT_EQ(work_text(core::UndoMany{}, batch), "2 updates, 0 reads");
  EXPECT_EQ(work_text(core::Bulk{}, batch, true), "0 updates, 1 reads");
  EXPECT_EQ(work_text(core::Bulk{}, again), "0 updates, 0 reads");
  EXPECT_EQ(work_text(core::UpsertPrincipal{}, core::AdminObjects{}), "1 updates, 0 reads");
  EXPECT_EQ(work_text(core::UpsertReference{}, core::AdminObjects{}), "1 updates, 0 reads");
  EXPECT_EQ(work_text(core::GetCustomer{}, core::View{}), "0 updates, 1 reads");
  EXPECT_EQ(work_text(core::ListAdminObjects{}, core::AdminObjects{}), "0 updates, 1 reads");
  EXPECT_EQ(work_text(core::WhoAmI{}, core::Identity{}), "0 updates, 1 reads");
  EXPECT_EQ(work_text(core::SignIn{}, core::Tokens{}), "0 updates, 0 reads");
  EXPECT_EQ(work_text(core::SignOut{}, core::SignedOut{}), "0 updates, 0 reads");
  EXPECT_EQ(work_text(core::SaveView{}, SavedView{}), "0 updates, 0 reads");
  core::Call call{};
  call.request = core::GetCustomer{};
  EXPECT_EQ(work_of(call, std::unexpected(Fault(ErrorKind::unknown_customer))), Work{});
}

TEST(RequestCounts, AddUpByDoorVerdictAndTime) {
  RequestCounts counts(doors::all_doors());
  const doors::Door& first = *doors::all_doors().front();
  const doors::Door& last = *doors::all_doors().back();
  counts.count_reply(first, RequestResult::of_status(404), 100);
  counts.count_reply(first, RequestResult::of_status(404), 101);
  counts.count_reply(last, RequestResult::of(core::Outcome{}), 11'000'000);
  counts.count_work(last, {.updates = 3});
  counts.count_work(last, {.reads = 1});
  counts.count_work(last, {.updates = 2});
  for (const int status : {408, 408, 599}) counts.count_refusal(status);
  const auto& of_first = counts.doors().front();
  EXPECT_EQ(of_first.results[RequestResult::of_status(404).index], 2U);
  const auto times = of_first.us[static_cast<std::size_t>(ResultClass::refused)].read();
  EXPECT_EQ(times.counts[0], 1U);
  EXPECT_EQ(times.counts[1], 1U);
  EXPECT_EQ(times.sum, 201U);
  const auto& of_last = counts.doors().back();
  EXPECT_EQ(of_last.updates, 5U);
  EXPECT_EQ(of_last.reads, 1U);
  EXPECT_EQ(of_first.updates, 0U);
  EXPECT_EQ(of_last.us[static_cast<std::size_t>(ResultClass::done)].read().counts.back(), 1U);
  EXPECT_EQ(of_last.us[static_cast<std::size_t>(ResultClass::refused)].read().count(), 0U);
  EXPECT_EQ(counts.refusals()[1], 2U);
  EXPECT_EQ(counts.refusals().back(), 1U);
}

}  // namespace
}  // namespace patchbay::app
