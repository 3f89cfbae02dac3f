// A descriptor from which signals are read, and one that wakes the waiting thread.
#include "app/serve/signals.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdint>

#include <poll.h>
#include <pthread.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

namespace patchbay::app {
namespace {

constexpr int kTickMs = 60'000;

}  // namespace

Signals::Signals() {
  // Resets SIGHUP even if the parent ignored it, as nohup does: here it only means reload.
  std::signal(SIGHUP, SIG_DFL);
  for (const int each : {SIGPIPE, SIGUSR1, SIGUSR2, SIGXFSZ}) std::signal(each, SIG_IGN);
  sigset_t set{};
  sigemptyset(&set);
  for (const int each : {SIGTERM, SIGINT, SIGHUP}) sigaddset(&set, each);
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  signals_ = Descriptor(::signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK));
  ending_ = Descriptor(::eventfd(0, EFD_CLOEXEC));
}

void Signals::start(SignalHandlers handlers) {
  thread_ = std::thread([this, handlers = std::move(handlers)] { run(handlers); });
}

void Signals::run(const SignalHandlers& handlers) const {
  for (;;) {
    std::array<pollfd, 2> waited{pollfd{signals_.get(), POLLIN, 0},
                                 pollfd{ending_.get(), POLLIN, 0}};
    const int ready = ::poll(waited.data(), waited.size(), kTickMs);
    if (waited[1].revents != 0) return;
    if (ready == 0) handlers.tick();
    signalfd_siginfo got{};
    if (::read(signals_.get(), &got, sizeof got) != sizeof got) continue;
    if (got.ssi_signo == SIGHUP)
      handlers.reload();
    else
      handlers.stop();
  }
}

void Signals::end() {
  if (!thread_.joinable()) return;
  const std::uint64_t one = 1;
  while (::write(ending_.get(), &one, sizeof one) < 0 && errno == EINTR) continue;
  thread_.join();
}

}  // namespace patchbay::app
