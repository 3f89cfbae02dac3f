// An export holds one snapshot, and makes a piece whenever the connection wants one. A bulk changes
// some customers whenever it does.
#include "app/transfer/server_transfers.h"

#include <algorithm>
#include <future>
#include <optional>

#include "app/transfer/exporter.h"
#include "app/transfer/packer.h"
#include "app/transfer/server_import.h"
#include "base/result.h"

namespace patchbay::app {
namespace {

constexpr std::size_t kPieceBytes = std::size_t{128} << 10;
constexpr std::int64_t kMicroseconds = 1'000'000;

Packing packing_of(core::FilePacking packing) {
  switch (packing) {
    case core::FilePacking::gzip:
      return Packing::gzip;
    case core::FilePacking::zstd:
      return Packing::zstd;
    case core::FilePacking::none:
      break;
  }
  return Packing::none;
}

Result<ExportOptions> export_options(const core::Transfers::ExportJob& job) {
  const core::ExportCustomers& wanted = job.wanted;
  ExportOptions out{
      .format = wanted.format == core::FileFormat::csv ? TableFormat::csv : TableFormat::json_lines,
      .below = job.below,
      .reach = job.reach,
      .at = wanted.at};
  if (wanted.fields.empty()) {
    out.columns = standard_columns();
    return out;
  }
  auto columns = columns_named(wanted.fields);
  if (!columns)
    return std::unexpected(Fault(ErrorKind::invalid, std::move(columns.error()), "fields"));
  out.columns = std::move(*columns);
  return out;
}

Fault not_now() { return Fault(ErrorKind::unavailable, "the store cannot be read now"); }

Fault fault_of(const ExportError& error) {
  switch (error.kind) {
    case ExportError::Kind::erased:
      return Fault(ErrorKind::conflict, error.what, "at");
    case ExportError::Kind::damaged:
      return Fault(ErrorKind::damaged, error.what);
    case ExportError::Kind::stopped:
      break;
  }
  return not_now();
}

// Calls `done` once with what `work` returns. If there is no memory even for that, `done` is
// destroyed without a call, which its caller notices. Returns whether it was called.
template <class Work>
bool answer(const core::Transfers::Done& done, const Work& work) {
  try {
    const auto tried = [&]() -> Result<core::Outcome> {
      try {
        return work();
      } catch (const std::exception&) {  // the store cannot be read, or out of memory
        return std::unexpected(not_now());
      }
    };
    done(tried());
    return true;
  } catch (const std::exception&) {
    return false;
  }
}

}  // namespace

// Its members are used on the thread of the export only, but for `is_cut`.
class ServerTransfers::Pieces final : public core::FilePieces,
                                      public std::enable_shared_from_this<Pieces> {
 public:
  struct Parts {
    TaskThread& thread;
    const Clock& clock;
    std::shared_ptr<void> place;
    std::unique_ptr<store::ReadTransaction> reader;
    ExportOptions options;
    Packing packing;
  };
  explicit Pieces(Parts parts)
      : thread_(parts.thread),
        clock_(parts.clock),
        place_(std::move(parts.place)),
        until_us_(parts.clock.now().us + kExportSeconds * kMicroseconds),
        reader_(std::move(parts.reader)),
        exporter_(std::in_place, *reader_, stoppable(std::move(parts.options))),
        packer_(Packer::make(parts.packing)) {}

  void next(Take take) override {
    if (is_cut_) return;
    thread_.run([self = shared_from_this(), take = std::make_shared<Take>(std::move(take))] {
      try {
        if (auto piece = self->make()) return (*take)(std::move(*piece));
      } catch (const std::exception&) {  // the store cannot be read any more
        self->release();
      }
    });
  }

  // The next piece; empty at the end, a fault if the file cannot be completed.
  Result<std::string> make() {
    std::string out;
    while (out.empty() && has_more_) {
      std::string text;
      while (has_more_ && text.size() < kPieceBytes) {
        if (!exporter_ || !may_go_on()) return give_up(not_now());
        const auto more = exporter_->next(text);
        if (!more) return give_up(fault_of(more.error()));
        has_more_ = *more;
      }
      if (!packer_->add(text, !has_more_, out)) return give_up(not_now());
    }
    if (!has_more_) release();
    if (is_given_up_) return std::unexpected(not_now());
    return out;
  }
  [[nodiscard]] bool has_more() const { return has_more_; }

  void cut() { is_cut_ = true; }
  // Gives the reader back.
  void release() {
    is_given_up_ = is_given_up_ || has_more_;
    has_more_ = false;
    exporter_.reset();
    reader_.reset();
    place_.reset();
  }

 private:
  [[nodiscard]] bool may_go_on() const { return !is_cut_ && clock_.now().us <= until_us_; }
  // Many customers may be read before the first is found.
  ExportOptions stoppable(ExportOptions options) {
    options.may_go_on = [this] { return may_go_on(); };
    return options;
  }
  std::unexpected<Fault> give_up(Fault why) {
    release();
    return std::unexpected(std::move(why));
  }

  TaskThread& thread_;
  const Clock& clock_;
  std::shared_ptr<void> place_;
  const std::int64_t until_us_;
  std::unique_ptr<store::ReadTransaction> reader_;
  std::optional<Exporter> exporter_;
  const std::unique_ptr<Packer> packer_;
  bool has_more_ = true;
  bool is_given_up_ = false;
  std::atomic<bool> is_cut_ = false;
};

ServerTransfers::ServerTransfers(Sources sources)
    : sources_(sources), importing_(std::make_unique<TaskThread>()) {}

ServerTransfers::~ServerTransfers() { end(); }

void ServerTransfers::start(core::Service& service) { service_ = &service; }

void ServerTransfers::end() {
  {
    // Nothing begins after this.
    const std::lock_guard lock(mutex_);
    if (is_ending_.exchange(true)) return;
  }
  end_exports();
  end_bulks();
  importing_.reset();
}

void ServerTransfers::end_exports() {
  for (const auto& each : open(exports_)) each->cut();
  for (OwnThread& each : exporting_) each.tasks.reset();
  // Nothing else uses them now.
  for (const auto& each : open(exports_)) {
    each->cut();
    each->release();
  }
}

void ServerTransfers::end_bulks() {
  for (const auto& each : open(bulks_)) each->cut();
  // What waits on a thread ends at once, or begins nothing more.
  for (OwnThread& each : changing_) {
    std::promise<void> idle;
    each.tasks->run([&idle] { idle.set_value(); });
    idle.get_future().wait();
  }
  for (const auto& each : open(bulks_)) {
    each->cut();
    each->release();
  }
}

template <class Kind>
std::vector<std::shared_ptr<Kind>> ServerTransfers::open(
    const std::vector<std::weak_ptr<Kind>>& sent) {
  const std::lock_guard lock(mutex_);
  std::vector<std::shared_ptr<Kind>> out;
  for (const auto& each : sent)
    if (auto one = each.lock()) out.push_back(std::move(one));
  return out;
}

std::shared_ptr<void> ServerTransfers::enter(std::atomic<std::size_t>& inside, std::size_t max) {
  std::size_t before = inside;
  do {
    if (before >= max) return nullptr;
  } while (!inside.compare_exchange_weak(before, before + 1));
  return {&inside, [](std::atomic<std::size_t>* count) { --*count; }};
}

std::shared_ptr<ServerTransfers::OwnThread> ServerTransfers::enter(std::span<OwnThread> threads) {
  for (OwnThread& each : threads)
    if (!each.is_taken.exchange(true))
      return {&each, [](OwnThread* taken) { taken->is_taken = false; }};
  return nullptr;
}

bool ServerTransfers::begin(ExportJob job, Done done) {
  const std::lock_guard lock(mutex_);
  auto place = is_ending_ ? nullptr : enter(exporting_);
  if (!place) return false;
  TaskThread& tasks = *place->tasks;
  tasks.run(
      [this, job = std::move(job), done = std::move(done), place = std::move(place)]() mutable {
        answer(done, [&] { return start_export(job, std::move(place)); });
      });
  return true;
}

// The first piece is made before anything is answered, so that what is wrong can be said.
Result<core::Outcome> ServerTransfers::start_export(const ExportJob& job,
                                                    std::shared_ptr<OwnThread> place) {
  ExportOptions options = TRY(export_options(job));
  TaskThread& tasks = *place->tasks;
  const auto pieces =
      std::make_shared<Pieces>(Pieces::Parts{.thread = tasks,
                                             .clock = sources_.clock,
                                             .place = std::move(place),
                                             .reader = sources_.store.read(),
                                             .options = std::move(options),
                                             .packing = packing_of(job.wanted.packing)});
  {
    const std::lock_guard lock(mutex_);
    std::erase_if(exports_, [](const auto& each) { return each.expired(); });
    exports_.push_back(pieces);
  }
  // end() may have looked for those that it cuts already.
  if (is_ending_) pieces->cut();
  std::string first = TRY(pieces->make());
  core::CustomersFile out{.format = job.wanted.format,
                          .packing = job.wanted.packing,
                          .first = std::move(first),
                          .rest = {}};
  if (pieces->has_more()) out.rest = pieces;
  return out;
}

bool ServerTransfers::begin(ImportJob job, Done done) {
  const std::lock_guard lock(mutex_);
  auto place = is_ending_ || !service_ ? nullptr : enter(imports_, kImportsMax);
  if (!place) return false;
  importing_->run([this, job = std::move(job), done = std::move(done), place = std::move(place)] {
    answer(done, [&] { return import(job); });
  });
  return true;
}

bool ServerTransfers::begin(BulkJob job, Done done) {
  const std::lock_guard lock(mutex_);
  auto place = is_ending_ || !service_ ? nullptr : enter(changing_);
  if (!place) return false;
  TaskThread& tasks = *place->tasks;
  tasks.run(
      [this, job = std::move(job), done = std::move(done), place = std::move(place)]() mutable {
        answer(done, [&] { return start_bulk(job, std::move(place)); });
      });
  return true;
}

// What comes of the first items is known before anything is answered.
Result<core::Outcome> ServerTransfers::start_bulk(const BulkJob& job,
                                                  std::shared_ptr<OwnThread> place) {
  const Instant until = sources_.clock.now().plus_seconds(kBulkSeconds);
  TaskThread& tasks = *place->tasks;
  const auto parts = std::make_shared<BulkParts>(
      BulkParts::Sources{
          .service = *service_,
          .thread = tasks,
          .place = std::move(place),
          .may_go_on = [this, until] { return !is_ending_ && sources_.clock.now() < until; }},
      job);
  {
    const std::lock_guard lock(mutex_);
    std::erase_if(bulks_, [](const auto& each) { return each.expired(); });
    bulks_.push_back(parts);
  }
  auto first = parts->make();
  if (!first) return std::unexpected(not_now());
  core::LongBatch out{.id = job.like.id,
                      .rehearsed = job.like.options.rehearse,
                      .replayed = job.replayed,
                      .first = *std::move(first),
                      .rest = {}};
  if (!out.first.is_last) out.rest = parts;
  return out;
}

Result<core::Outcome> ServerTransfers::import(const ImportJob& job) {
  return import_for_server({.store = sources_.store,
                            .service = *service_,
                            .clock = sources_.clock,
                            .may_go_on = [this] { return !is_ending_; }},
                           job);
}

}  // namespace patchbay::app
