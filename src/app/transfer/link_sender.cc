// Many wait in the store's write queue at a time, which commits them together.
#include "app/transfer/link_sender.h"

#include <algorithm>
#include <future>
#include <memory>

namespace patchbay::app {
namespace {

using Answer = std::future<Result<core::Outcome>>;

constexpr std::size_t kLinksAtOnce = 256;

Answer begin(core::Service& service, const BulkSender::Options& options,
             const core::LinkToSystem& link) {
  core::Call call{.caller = options.caller,
                  .required_privilege = {.any_of = core::Privilege::administrator},
                  .request = link};
  call.options.rehearse = options.is_plan;
  const auto answered = std::make_shared<std::promise<Result<core::Outcome>>>();
  Answer out = answered->get_future();
  const auto complete = [answered](Result<core::Outcome> outcome) {
    answered->set_value(std::move(outcome));
  };
  if (options.principal != 0)
    service.handle_as_principal(std::move(call), options.principal, complete);
  else
    service.handle_as_owner(std::move(call), {.author = kImportAuthor}, complete);
  return out;
}

}  // namespace

std::expected<std::vector<std::optional<Fault>>, ImportError> send_links(
    core::Service& service, const BulkSender::Options& options,
    const std::vector<core::LinkToSystem>& links) {
  std::vector<std::optional<Fault>> out;
  for (std::size_t at = 0; at < links.size(); at += kLinksAtOnce) {
    std::vector<Answer> answers;
    for (std::size_t i = at; i < std::min(at + kLinksAtOnce, links.size()); ++i)
      answers.push_back(begin(service, options, links[i]));
    for (Answer& each : answers) {
      auto outcome = each.get();
      out.push_back(outcome ? std::nullopt : std::optional(std::move(outcome.error())));
    }
  }
  for (const auto& each : out) {
    const bool is_stopped =
        each && (each->kind == ErrorKind::unavailable || each->kind == ErrorKind::unknown_outcome);
    if (!is_stopped) continue;
    ImportError stopped("the store cannot be written: " + each->sentence() +
                        "; do the same again to go on");
    stopped.fault = *each;
    return std::unexpected(std::move(stopped));
  }
  return out;
}

}  // namespace patchbay::app
