// Sends bulks with the rights of the system owner.
#include "app/transfer/bulk_sender.h"

#include <memory>

#include "core/batch_part.h"

namespace patchbay::app {

namespace {

core::Call call_of(BulkSender::Options options) {
  core::Call out{
      .id = options.batch,
      .caller = std::move(options.caller),
      .required_privilege = {.any_of = core::Privilege::administrator | core::Privilege::commerce}};
  out.options.rehearse = options.is_plan;
  out.options.reason = std::move(options.reason);
  out.options.keeps_uuids = true;
  return out;
}

}  // namespace

BulkSender::BulkSender(core::Service& service, Options options)
    : service_(service), like_(call_of(options)), principal_(options.principal) {}

BulkSender::~BulkSender() {
  for (const auto& each : outcomes_) each.wait();
}

void BulkSender::begin(std::vector<core::BulkItem> items, std::vector<std::size_t> numbers) {
  core::Call call = like_;
  const std::size_t max = items.size();
  call.request = core::Bulk{.what = std::move(items), .max_affected = max};
  TaskThread& thread = like_.options.rehearse && ++begun_ % 2 == 0 ? beside_ : thread_;
  call.run_apart = [&thread](std::function<void()> task) { thread.run(std::move(task)); };
  const auto answered = std::make_shared<std::promise<Result<core::Outcome>>>();
  outcomes_.push_back(answered->get_future());
  const auto complete = [answered](Result<core::Outcome> outcome) {
    answered->set_value(std::move(outcome));
  };
  // What is planned before the first change is queued is planned there too, and for a plan that is
  // everything: meanwhile the caller reads its next rows.
  thread.run([this, call = std::move(call), numbers = std::move(numbers), complete]() mutable {
    if (principal_ != 0)
      return core::handle_part_as_principal(service_, std::move(call), principal_,
                                            std::move(numbers), complete);
    core::handle_part_as_owner(service_, std::move(call), {.author = kImportAuthor},
                               std::move(numbers), complete);
  });
}

Result<core::Batch> BulkSender::wait() {
  auto outcome = outcomes_.front().get();
  outcomes_.pop_front();
  if (!outcome) return std::unexpected(std::move(outcome.error()));
  return std::get<core::Batch>(std::move(*outcome));
}

std::expected<core::Batch, ImportError> BulkSender::finish() {
  const auto failed = [](std::string what, Fault fault) {
    ImportError out(std::move(what));
    out.fault = std::move(fault);
    return std::unexpected(std::move(out));
  };
  auto batch = wait();
  if (!batch) return failed(batch.error().sentence(), batch.error());
  for (const core::BatchItem& each : batch->items) {
    const bool is_stopped = each.fault && (each.fault->kind == ErrorKind::unavailable ||
                                           each.fault->kind == ErrorKind::unknown_outcome);
    if (is_stopped)
      return failed(
          "the store cannot be written: " + each.fault->sentence() + "; do the same again to go on",
          *each.fault);
  }
  return *std::move(batch);
}

}  // namespace patchbay::app
