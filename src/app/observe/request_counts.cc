// The words of results, and the counting of requests.
#include "app/observe/request_counts.h"

namespace patchbay::app {
namespace {

// A result that is not a kind of fault, with the router's status for it.
struct OwnResult {
  std::string_view word;
  int status;
};
constexpr OwnResult kOwnResults[] = {
    {"done", 200}, {"no_path", 404}, {"no_method", 405}, {"bad_path", 400}};
static_assert(kErrorKinds + std::size(kOwnResults) == kRequestResults);

constexpr RequestResult own_result(std::size_t index) {
  return {static_cast<std::uint8_t>(kErrorKinds + index)};
}

enum class KindOfWork : std::uint8_t { update, read };

struct KindOf {
  using Kind = std::optional<KindOfWork>;
  static constexpr Kind kUpdate = KindOfWork::update;
  static constexpr Kind kRead = KindOfWork::read;

  Kind operator()(const core::UpdateCustomer&) const { return kUpdate; }
  Kind operator()(const core::CreateCustomer&) const { return kUpdate; }
  Kind operator()(const core::Bulk&) const { return kUpdate; }
  Kind operator()(const core::LongBulk&) const { return kUpdate; }
  Kind operator()(const core::UndoMany&) const { return kUpdate; }
  Kind operator()(const core::EraseCustomer&) const { return kUpdate; }
  Kind operator()(const core::UpsertReference&) const { return kUpdate; }
  Kind operator()(const core::UpsertPrincipal&) const { return kUpdate; }
  Kind operator()(const core::UpsertWebhook&) const { return kUpdate; }
  Kind operator()(const core::UpsertSystem&) const { return kUpdate; }
  Kind operator()(const core::UseSystem&) const { return std::nullopt; }
  Kind operator()(const core::ImportCustomers&) const { return std::nullopt; }
  Kind operator()(const core::LinkToSystem&) const { return kUpdate; }
  Kind operator()(const core::TestWebhook&) const { return std::nullopt; }
  Kind operator()(const core::ReplayDeliveries&) const { return std::nullopt; }
  Kind operator()(const core::SaveView&) const { return std::nullopt; }
  Kind operator()(const core::RemoveView&) const { return std::nullopt; }
  Kind operator()(const core::SignIn&) const { return std::nullopt; }
  Kind operator()(const core::Refresh&) const { return std::nullopt; }
  Kind operator()(const core::RenewSession&) const { return std::nullopt; }
  Kind operator()(const core::SignOut&) const { return std::nullopt; }
  Kind operator()(const auto&) const { return kRead; }
};

Work updates_of(const std::vector<core::BatchItem>& items) {
  Work out;
  for (const core::BatchItem& each : items)
    if (!each.fault && !each.repeats) ++out.updates;
  return out;
}

std::optional<KindOfWork> kind_of_work(const core::Request& request) {
  return std::visit(KindOf{}, request);
}

}  // namespace

RequestResult RequestResult::of(const Result<core::Outcome>& outcome) {
  return outcome ? own_result(0) : RequestResult{static_cast<std::uint8_t>(outcome.error().kind)};
}

RequestResult RequestResult::of_status(int status) {
  std::size_t i = std::size(kOwnResults) - 1;
  while (i > 0 && kOwnResults[i].status != status) --i;
  return own_result(i);
}

std::string_view word(RequestResult result) {
  return result.index < kErrorKinds ? word(static_cast<ErrorKind>(result.index))
                                    : kOwnResults[result.index - kErrorKinds].word;
}

ResultClass result_class(RequestResult result) {
  if (result.index == own_result(0).index) return ResultClass::done;
  if (result.index >= kErrorKinds) return ResultClass::refused;
  switch (kErrorClasses[result.index]) {
    case ErrorClass::refused:
      return ResultClass::refused;
    case ErrorClass::failed:
      return ResultClass::failed;
  }
  return ResultClass::failed;
}

Work work_of(const core::Call& call, const Result<core::Outcome>& outcome) {
  if (!outcome || std::holds_alternative<core::Replay>(*outcome)) return {};
  const auto kind = kind_of_work(call.request);
  if (!kind) return {};
  if (*kind == KindOfWork::read || call.options.rehearse) return {.reads = 1};
  if (const auto* batch = std::get_if<core::LongBatch>(&*outcome))
    return updates_of(batch->first.items);
  const auto* batch = std::get_if<core::Batch>(&*outcome);
  if (!batch) return {.updates = 1};
  return batch->replayed ? Work{} : updates_of(batch->items);
}

RequestCounts::RequestCounts(std::span<const doors::Door* const> doors) {
  for (const doors::Door* door : doors) doors_.emplace_back().door = door;
}

void RequestCounts::count_reply(const doors::Door& door, RequestResult result,
                                std::uint64_t us) noexcept {
  for (DoorCounts& each : doors_) {
    if (each.door != &door) continue;
    each.results[result.index].fetch_add(1, std::memory_order_relaxed);
    each.us[static_cast<std::size_t>(result_class(result))].add(us);
  }
}

void RequestCounts::count_work(const doors::Door& door, const Work& work) noexcept {
  if (work == Work{}) return;
  for (DoorCounts& each : doors_) {
    if (each.door != &door) continue;
    each.updates.fetch_add(work.updates, std::memory_order_relaxed);
    each.reads.fetch_add(work.reads, std::memory_order_relaxed);
  }
}

void RequestCounts::count_work(const doors::Door& door, const core::Call& call,
                               const Result<core::Outcome>& outcome) {
  count_work(door, work_of(call, outcome));
  const auto* batch = outcome ? std::get_if<core::LongBatch>(&*outcome) : nullptr;
  if (!batch || !batch->rest || batch->rehearsed) return;
  batch->rest->watch(
      [this, &door](const core::BatchPart& part) { count_work(door, updates_of(part.items)); });
}

void RequestCounts::count_refusal(int status) noexcept {
  std::size_t i = 0;
  while (i + 1 < kRefusals.size() && kRefusals[i] != status) ++i;
  refusals_[i].fetch_add(1, std::memory_order_relaxed);
}

}  // namespace patchbay::app
