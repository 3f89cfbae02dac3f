// Sends bulks with the rights of the system owner.
#include "app/transfer/bulk_sender.h"

#include <memory>

#include "core/batch_part.h"

namespace patchbay::app {

BulkSender::~BulkSender() {
  for (const auto& each : outcomes_) each.wait();
}

void BulkSender::begin(std::vector<core::BulkItem> items, std::vector<std::size_t> numbers) {
  core::Call call{
      .id = options_.batch,
      .caller = options_.caller,
      .required_privilege = {.any_of = core::Privilege::administrator | core::Privilege::commerce}};
  const std::size_t max = items.size();
  call.request = core::Bulk{.what = std::move(items), .max_affected = max};
  call.options.rehearse = options_.is_plan;
  call.options.reason = options_.reason;
  call.options.keeps_uuids = true;
  TaskThread& thread = options_.is_plan && ++begun_ % 2 == 0 ? beside_ : thread_;
  call.run_apart = [&thread](std::function<void()> task) { thread.run(std::move(task)); };
  const auto answered = std::make_shared<std::promise<Result<core::Outcome>>>();
  outcomes_.push_back(answered->get_future());
  const auto complete = [answered](Result<core::Outcome> outcome) {
    answered->set_value(std::move(outcome));
  };
  // What is planned before the first change is queued is planned there too, and for a plan that is
  // everything: meanwhile the caller reads its next rows.
  thread.run([this, call = std::move(call), numbers = std::move(numbers), complete]() mutable {
    if (options_.principal != 0)
      return core::handle_part_as_principal(service_, std::move(call), options_.principal,
                                            std::move(numbers), complete);
    core::handle_part_as_owner(service_, std::move(call), {.author = kImportAuthor},
                               std::move(numbers), complete);
  });
}

std::expected<core::Batch, ImportError> BulkSender::finish() {
  const auto failed = [](std::string what, Fault fault) {
    ImportError out(std::move(what));
    out.fault = std::move(fault);
    return std::unexpected(std::move(out));
  };
  auto outcome = outcomes_.front().get();
  outcomes_.pop_front();
  if (!outcome) return failed(outcome.error().sentence(), outcome.error());
  auto batch = std::get<core::Batch>(std::move(*outcome));
  for (const core::BatchItem& each : batch.items) {
    const bool is_stopped = each.fault && (each.fault->kind == ErrorKind::unavailable ||
                                           each.fault->kind == ErrorKind::unknown_outcome);
    if (is_stopped)
      return failed(
          "the store cannot be written: " + each.fault->sentence() + "; do the same again to go on",
          *each.fault);
  }
  return batch;
}

}  // namespace patchbay::app
