// A store between the service and the real one that breaks a promise on purpose.
#include "simulation/world.h"

namespace patchbay::simulation {
namespace {

using store::Committed;

class PlantedStore final : public store::Store {
 public:
  using store::Store::write;

  PlantedStore(std::unique_ptr<store::Store> inner, Planted planted, Dice& dice)
      : inner_(std::move(inner)), planted_(planted), dice_(dice) {}

  std::unique_ptr<store::ReadTransaction> read() override {
    if (planted_ != Planted::stale_read || !dice_.one_in(20)) return inner_->read();
    // Gives what was kept, and keeps a new one for a later read.
    auto out = std::move(kept_);
    kept_ = inner_->read();
    return out ? std::move(out) : inner_->read();
  }
  void write(store::Job job, store::Done done, const store::JobSubject& subject) override {
    plant(job, done);
    inner_->write(std::move(job), std::move(done), subject);
    make_late();
  }
  void write_here(store::Job job, store::Done done, const store::JobSubject& subject) override {
    plant(job, done);
    inner_->write_here(std::move(job), std::move(done), subject);
    make_late();
  }
  void close() override {
    kept_.reset();
    inner_->close();
  }
  [[nodiscard]] store::StoreStats stats() const override { return inner_->stats(); }
  [[nodiscard]] bool plans_ahead() const override { return inner_->plans_ahead(); }

 private:
  void plant(store::Job& job, store::Done& done) {
    if (planted_ == Planted::early_reply && dice_.one_in(4)) return reply_early(job, done);
    if (planted_ == Planted::dropped_change && dice_.one_in(40)) {
      job = [job = std::move(job)](store::Transaction& transaction) {
        (void)job(transaction);
        return false;
      };
      return;
    }
    if (planted_ == Planted::late_change && !late_ && dice_.one_in(10)) {
      late_ = job;
      is_late_ = false;
      reply_early(job, done);
      job = [this, job = std::move(job)](store::Transaction& transaction) {
        is_late_ = job(transaction);
        return false;
      };
      return;
    }
    if (planted_ == Planted::denied_change && dice_.one_in(40))
      done = [done = std::move(done)](Committed committed) {
        done(committed == Committed::yes ? Committed::failed : committed);
      };
  }

  // Queues a change that was acknowledged before and rolled back.
  void make_late() {
    if (!is_late_ || !dice_.one_in(2)) return;
    is_late_ = false;
    inner_->write(*std::exchange(late_, std::nullopt), [](Committed) {}, {});
  }

  // The job may run again, and is answered once.
  static void reply_early(store::Job& job, store::Done& done) {
    const auto reply = std::make_shared<store::Done>(std::move(done));
    done = [reply](Committed committed) {
      if (*reply) (*reply)(committed);
    };
    job = [reply, job = std::move(job)](store::Transaction& transaction) {
      const bool wanted = job(transaction);
      if (wanted && *reply) std::exchange(*reply, {})(Committed::yes);
      return wanted;
    };
  }

  const std::unique_ptr<store::Store> inner_;
  const Planted planted_;
  Dice& dice_;
  std::unique_ptr<store::ReadTransaction> kept_;
  std::optional<store::Job> late_;
  bool is_late_ = false;
};

}  // namespace

std::unique_ptr<store::Store> planted_store(std::unique_ptr<store::Store> inner, Planted planted,
                                            Dice& dice) {
  if (planted == Planted::nothing) return inner;
  return std::make_unique<PlantedStore>(std::move(inner), planted, dice);
}

}  // namespace patchbay::simulation
