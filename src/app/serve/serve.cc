// Starting, serving and stopping.
#include "app/serve/serve.h"

#include <algorithm>
#include <cstdio>

#include <sys/prctl.h>
#include <unistd.h>

#include "app/config/config_check.h"
#include "app/console/console_files.h"
#include "app/deliveries/webhook_deliveries.h"
#include "app/descriptor_limit.h"
#include "app/observe/anchors.h"
#include "app/observe/log.h"
#include "app/observe/store_watch.h"
#include "app/opened_store.h"
#include "app/report_failure.h"
#include "app/serve/dispatcher.h"
#include "app/serve/endpoint.h"
#include "app/serve/greeting.h"
#include "app/serve/key_rotation.h"
#include "app/serve/operator_paths.h"
#include "app/serve/reload.h"
#include "app/serve/signals.h"
#include "app/system/system_watch.h"
#include "app/systems/server_systems.h"
#include "app/systems/watched_systems.h"
#include "app/traffic/traffic_place.h"
#include "app/transfer/body_files.h"
#include "app/transfer/server_transfers.h"
#include "base/unnamed_file.h"
#include "base/version.h"
#include "store/open.h"
#include "store/postgresql/location.h"

namespace patchbay::app {
namespace {

// Disables core files and debuggers: a memory dump would hold secrets in plain text.
void harden() {
  const rlimit none{0, 0};
  ::setrlimit(RLIMIT_CORE, &none);
  ::prctl(PR_SET_DUMPABLE, 0);
}

// Descriptors for the store, the log, the listening socket and events under way, in addition to one
// for each connection.
constexpr rlim_t kOwnDescriptors = 256;
static_assert(kOwnDescriptors > ClientNetwork::kAtOnce + 32);

http::Server::Options server_options(const Config& config, const Endpoint& at, const Clock& clock) {
  http::Server::Options out{.clock = clock,
                            .address = at.address,
                            .port = at.port,
                            .threads = static_cast<int>(config.threads),
                            .limits = config.limits};
  if (!config.tls.certificate_file.empty()) out.tls = config.tls;
  return out;
}

// Where long bodies are kept.
std::filesystem::path body_folder_of(const Config& config) {
  if (config.data == kInMemory || store::is_postgresql(config.data)) return temporary_folder();
  return config.data;
}

// Null if no traffic is kept.
std::expected<std::unique_ptr<TrafficFile>, std::string> open_traffic(const Config& config,
                                                                      const Clock& clock) {
  const std::filesystem::path file = traffic_file_of(config);
  if (config.traffic_keep == 0 || file.empty()) return nullptr;
  return TrafficFile::open(file, clock, traffic_options(config));
}

// Says what the operator may not expect of the store.
void remark(const OpenedStore& opened, const ServeOptions& options, Log& log) {
  for (const std::string& notice : opened.notices)
    log.write(LogEvent::roles_numbered, {{"what", notice}});
  const std::string place = store::redacted_location(options.config.data);
  if (!opened.has_principals)
    log.write(LogEvent::no_principal,
              {{"what", !opened.is_durable
                            ? "a store in memory has principals only with --demo"
                            : "the store in " + place +
                                  " has no principal yet: stop this server and make the first one "
                                  "with `patchbay user add NAME --role 'system owner' --data " +
                                  place + "`, or name the folder that was meant"}});
  if (options.demo && !opened.is_demo)
    log.write(LogEvent::no_demo, {{"what", "the store in " + place +
                                               " has data already: --demo fills a new or empty "
                                               "folder only"}});
}

}  // namespace

int serve(const ServeOptions& options) {
  Config config = options.config;
  const auto wrong = config_problems(config, options.demo);
  for (const std::string& each : wrong) (void)report_failure(each);
  if (!wrong.empty()) return kFailed;
  const auto at = checked_endpoint(config, options.demo);
  if (!at) return report_failure(at.error());
  harden();
  Signals signals;
  const auto clock = system_clock();
  const auto random = system_random();
  Log log(*clock, config.log_level);

  auto opened = open_configured_store(
      config, options.demo, Creation::if_missing, *clock, *random,
      [&log](const std::string& what) { log.write(LogEvent::altered, {{"what", what}}); });
  if (!opened) return report_failure(opened.error());
  if (opened->is_demo && !is_loopback(at->address))
    return report_failure(
        "the data in " + store::redacted_location(config.data) +
        " is a demo and served on loopback addresses only: everyone knows its secrets");
  remark(*opened, options, log);
  const auto& store = opened->store;

  const auto traffic_file = open_traffic(config, *clock);
  if (!traffic_file) return report_failure(traffic_file.error());
  TrafficCapture traffic(traffic_file->get(), *clock, config.traffic_per_second);
  core::ServiceOptions access = config.service;
  access.traffic = traffic_file->get();
  access.common_passwords = opened->is_demo;
  access.doors = doors::door_names();
  access.ids_of = doors::ids_of_doors(config.doors);
  access.on_damage = [&log](const Uuid& request, const std::string& what) {
    log.write(LogEvent::damaged, {{"request", request.text()}, {"what", what}});
  };
  AnchorSchedule anchor_schedule(*store, *clock, log, opened->keys.first(), config.anchor_minutes,
                                 config.anchor_file);
  const Instant started = clock->now();
  SystemWatch system_watch({.config = config,
                            .clock = *clock,
                            .store = *store,
                            .is_demo = opened->is_demo,
                            .keeps_traffic = *traffic_file != nullptr,
                            .started = started,
                            .last_anchor = [&] { return anchor_schedule.written_at(); }});
  access.system = &system_watch;
  auto deliveries = WebhookDeliveries::open({.store = *store,
                                             .clock = *clock,
                                             .random = *random,
                                             .log = log,
                                             .keys = opened->keys,
                                             .is_alone = !store::is_postgresql(config.data)},
                                            config.deliveries);
  if (!deliveries) return report_failure(deliveries.error());
  access.deliveries = deliveries->get();
  ServerSystems systems({.store = *store,
                         .clock = *clock,
                         .random = *random,
                         .keys = opened->keys,
                         .options = config.deliveries});
  access.systems = &systems;
  BodyFiles import_files(
      {.folder = body_folder_of(config), .files_max = ServerTransfers::kImportsMax});
  BodyFiles bulk_files({.folder = body_folder_of(config), .files_max = ServerTransfers::kBulksMax});
  ServerTransfers transfers({.store = *store, .clock = *clock});
  access.transfers = &transfers;
  const auto service = core::Service::make(*store, *clock, *random, opened->keys, access);
  systems.start(*service);
  transfers.start(*service);
  const doors::Router router(doors::all_doors(), config.doors);
  RequestCounts counts(doors::all_doors());
  LiveFeed live(*store, static_cast<std::size_t>(config.live_readers_max));
  const auto dispatcher = Dispatcher::make(
      *service, router, counts, *clock, *random, log, traffic, live,
      {.password_threads = static_cast<int>(config.password_threads),
       .long_threads = static_cast<int>(std::max<std::int64_t>(config.threads / 2, 1)),
       .log_requests = config.log_requests,
       .trusted_proxies = parse_address_blocks(config.trusted_proxies).value(),
       .hosts = host_names(config.hosts).value(),
       .open_body_file = [&](const core::Request& request) {
         const bool is_bulk = std::holds_alternative<core::LongBulk>(request);
         return (is_bulk ? bulk_files : import_files).open();
       }});
  Health health(*store, *clock);
  const http::Server* serving = nullptr;
  OperatorPaths operator_paths(
      health,
      {.requests = counts,
       .store = *store,
       .connections = [&] { return serving->connections(); },
       .body_bytes = [&] { return serving->body_bytes(); },
       .passwords_waiting = [&] { return dispatcher->passwords_waiting(); },
       .live_readers = [&] { return live.readers(); },
       .started = started,
       .deliveries = [&] { return (*deliveries)->counts(); }},
      parse_address_blocks(config.metrics_sources).value());
  http::Server::Options served = server_options(config, *at, *clock);
  if (served.limits.file_bytes_max > 0)
    served.place_of_body = [&](const http::Request& head) { return router.place_of_body(head); };
  const std::size_t connections =
      raise_descriptor_limit(served.limits.connections_max, kOwnDescriptors);
  if (connections < served.limits.connections_max)
    log.write(LogEvent::fewer_connections,
              {{"connections", static_cast<std::int64_t>(connections)},
               {"why", "the limit of open files (ulimit -n) allows no more"}});
  served.limits.connections_max = connections;
  auto server = http::Server::open(
      std::move(served),
      [&](http::Request request, http::Reply reply) {
        dispatcher->apply_forwarded(request);
        if (auto response = operator_paths.find_reply(request))
          return reply(dispatcher->finish_undispatched(
              LogEvent::operator_request, std::move(*response),
              {{"path", request.path}, {"source", request.source}}));
        dispatcher->dispatch(std::move(request), std::move(reply));
      },
      [&](int status, std::string_view path, std::string_view what) {
        counts.count_refusal(status);
        return dispatcher->finish_undispatched(LogEvent::refused, router.refuse(status, path, what),
                                               {{"what", std::string(what)}});
      },
      [&](http::Request head, http::Reply reply) {
        dispatcher->apply_forwarded(head);
        if (auto response = operator_paths.find_reply(head)) return reply(std::move(*response));
        dispatcher->check_head(std::move(head), std::move(reply));
      });
  if (!server) return report_failure(server.error());
  serving = server->get();

  const std::string url = url_of(config, *at, (*server)->port());
  std::fputs(greeting({url, opened->is_demo, opened->is_durable, !console_files().empty()}).c_str(),
             stdout);
  std::fflush(stdout);
  log.write(LogEvent::started, {{"version", program_version()},
                                {"url", url},
                                {"data", store::redacted_location(config.data)}});
  StoreWatch store_watch(*store, opened->is_durable ? key_file_of(config) : std::filesystem::path(),
                         log);
  std::optional<WatchedSystems> watched;
  if (config.deliveries.delivers)
    watched.emplace(WatchedSystems::Sources{.store = *store,
                                            .clock = *clock,
                                            .random = *random,
                                            .log = log,
                                            .systems = systems,
                                            .is_alone = !store::is_postgresql(config.data)});
  KeyRotation key_rotation(
      {.store = *store,
       .clock = *clock,
       .random = *random,
       .log = log,
       .keys = opened->keys,
       .file = opened->is_durable ? key_file_of(config) : std::filesystem::path(),
       .is_alone = !store::is_postgresql(config.data)});
  signals.start({.stop =
                     [&] {
                       log.write(LogEvent::stopping, {});
                       live.stop();
                       (*server)->stop();
                     },
                 .reload =
                     [&] {
                       reload(options.sources, config, log, **server);
                       system_watch.use(config.tls);
                       key_rotation.reload();
                     },
                 .tick =
                     [&] {
                       service->sweep();
                       if (*traffic_file) (*traffic_file)->sweep();
                       anchor_schedule.tick();
                       (void)key_rotation.tick();
                     }});
  (*server)->run();
  signals.end();  // it uses objects that are destroyed next
  store_watch.end();
  if (watched) watched->stop();
  systems.end();
  transfers.end();
  if (watched) watched->end();
  (*deliveries)->end();
  service->finish();
  store->close();
  log.write(LogEvent::stopped, {});
  log.flush();
  return 0;
}

}  // namespace patchbay::app
