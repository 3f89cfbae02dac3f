// Each read and each change is one call.
#include "app/systems/service_records.h"

#include <algorithm>

#include "base/result.h"
#include "core/awaited.h"

namespace patchbay::app {
namespace {

constexpr std::size_t kPage = 1000;

class ServiceRecords final : public reach::Records {
 public:
  explicit ServiceRecords(ServiceRecordsOptions options) : options_(std::move(options)) {}

  Result<std::vector<Record>> list() override {
    std::vector<Record> out;
    core::ListCustomers list{.below = options_.below, .goes_on = true};
    list.query.recursive = true;
    list.query.limit = kPage;
    for (;;) {
      core::CustomerViewPage page = TRY(asked<core::CustomerViewPage>(call(list)));
      for (core::View& each : page.views) out.push_back(std::move(each.record));
      if (!page.more) return out;
      list.query.after = page.last;
    }
  }

  Result<std::optional<Record>> get(const Uuid& customer) override {
    auto view = asked<core::View>(call(core::GetCustomer{.subject = customer}));
    if (!view && view.error().kind == ErrorKind::unknown_customer) return std::nullopt;
    if (!view) return std::unexpected(std::move(view).error());
    // It may have been moved elsewhere.
    if (!is_below(view->record.id)) return std::nullopt;
    return std::move(view->record);
  }

  Result<Record> update(const Record& record, std::vector<core::FieldEdit> edits) override {
    core::Call out = call(core::UpdateCustomer{.subject = record.uuid, .edits = std::move(edits)});
    out.options.if_version = record.version;
    out.options.reason = options_.reason;
    return TRY(asked<core::Receipt>(std::move(out))).view.record;
  }

 private:
  [[nodiscard]] bool is_below(CustomerId customer) const {
    const auto lineage = options_.store.read()->lineage(customer);
    return customer != options_.below &&
           std::ranges::find(lineage, options_.below) != lineage.end();
  }

  [[nodiscard]] core::Call call(core::Request request) const {
    return {.caller = {.credentials = {}, .door = options_.door, .source = {}},
            .required_privilege = {.any_of = core::Privilege::administrator},
            .request = std::move(request)};
  }

  template <class Wanted>
  Result<Wanted> asked(core::Call call) {
    auto outcome =
        TRY(options_.principal == 0
                ? core::handle_as_owner_and_wait(options_.service, std::move(call),
                                                 {.author = kSystemsAuthor}, options_.threads)
                : core::handle_as_principal_and_wait(options_.service, std::move(call),
                                                     options_.principal, options_.threads));
    auto* wanted = std::get_if<Wanted>(&outcome);
    if (!wanted)
      return std::unexpected(Fault(ErrorKind::unavailable, "the outcome is of another kind"));
    return std::move(*wanted);
  }

  ServiceRecordsOptions options_;
};

}  // namespace

std::unique_ptr<reach::Records> service_records(ServiceRecordsOptions options) {
  return std::make_unique<ServiceRecords>(std::move(options));
}

}  // namespace patchbay::app
