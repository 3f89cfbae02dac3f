// Wires the parts by hand.
#include "cli/systems/session.h"

#include <thread>

#include "app/report_failure.h"
#include "app/systems/http_exchange.h"
#include "app/systems/service_records.h"
#include "base/result.h"
#include "cli/exit_codes.h"
#include "cli/transfer/service.h"

namespace patchbay::app {
namespace {

http::Client::Options client_options(const SystemFile& file) {
  return {.policy = http::AddressPolicy(file.allowed_addresses),
          .timeout = std::chrono::seconds(file.timeout_s),
          .reply_bytes_max = kSystemReplyBytesMax,
          .kept_bytes_max = kSystemReplyBytesMax,
          .authorities_file = file.authorities};
}

}  // namespace

std::expected<int, std::string> with_system(const StorePlace& place, const SystemFile& file,
                                            SystemUse how,
                                            const std::function<int(SystemSession&)>& use) {
  const auto random = system_random();
  const auto links = TRY(LinkFile::open(file.links, how.links, *random));
  const auto client = TRY(http::Client::open(client_options(file)));
  const auto exchange = http_exchange(
      [&](http::ClientRequest request, std::function<void(http::ClientReply)> done) {
        client->send(std::move(request), std::move(done));
      },
      {.now = [] { return std::chrono::steady_clock::now(); },
       .sleep = [](std::chrono::milliseconds time) { std::this_thread::sleep_for(time); },
       .per_second = static_cast<int>(file.per_second)});
  return with_store(place, how.writes_record, "let it keep the system in step: /v1/systems",
                    [&](const TransferStore& store) {
                      const auto records =
                          service_records({.service = store.service,
                                           .store = store.store,
                                           .below = CustomerId{file.below},
                                           .reason = "kept in step with " + file.name});
                      reach::RemoteSystem remote(*exchange, file.remote);
                      SystemSession session{file, file.description, *records, remote, *links};
                      session.description.policy.digest_key = links->digest_key();
                      return use(session);
                    });
}

int report_all(const std::vector<std::string>& sentences) {
  for (const std::string& each : sentences) (void)report_failure(each);
  return kError;
}

}  // namespace patchbay::app
