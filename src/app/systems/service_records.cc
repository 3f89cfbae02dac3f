// Each read and each change is one call.
#include "app/systems/service_records.h"

#include <algorithm>

#include "base/result.h"

namespace patchbay::app {
namespace {

constexpr std::size_t kPage = 1000;

class ServiceRecords final : public reach::Records {
 public:
  ServiceRecords(core::Service& service, CustomerId below, std::string reason)
      : service_(service), below_(below), reason_(std::move(reason)) {}

  Result<std::vector<Record>> list() override {
    std::vector<Record> out;
    core::ListCustomers list{.below = below_, .goes_on = true};
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
    return std::move(view->record);
  }

  Result<Record> update(const Record& record, std::vector<core::FieldEdit> edits) override {
    core::Call out = call(core::UpdateCustomer{.subject = record.uuid, .edits = std::move(edits)});
    out.options.if_version = record.version;
    out.options.reason = reason_;
    return TRY(asked<core::Receipt>(std::move(out))).view.record;
  }

 private:
  static core::Call call(core::Request request) {
    return {.caller = {.credentials = {}, .door = "cli", .source = {}},
            .required_privilege = {.any_of = core::Privilege::administrator},
            .request = std::move(request)};
  }

  template <class Wanted>
  Result<Wanted> asked(core::Call call) {
    auto outcome =
        TRY(core::handle_as_owner_and_wait(service_, std::move(call), {.author = kSystemsAuthor}));
    auto* wanted = std::get_if<Wanted>(&outcome);
    if (!wanted)
      return std::unexpected(Fault(ErrorKind::unavailable, "the outcome is of another kind"));
    return std::move(*wanted);
  }

  core::Service& service_;
  CustomerId below_;
  std::string reason_;
};

}  // namespace

std::unique_ptr<reach::Records> service_records(core::Service& service, CustomerId below,
                                                std::string reason) {
  return std::make_unique<ServiceRecords>(service, below, std::move(reason));
}

}  // namespace patchbay::app
