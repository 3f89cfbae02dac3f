// Signals from the operator: SIGTERM and SIGINT stop, SIGHUP reloads.
#pragma once

#include <functional>
#include <thread>

#include "base/guarded_file.h"

namespace patchbay::app {

// Must be created before any other thread, so that all threads leave the signals to it. SIGUSR1,
// SIGUSR2 and SIGPIPE do nothing from then on.
class Signals {
 public:
  struct SignalHandlers {
    std::function<void()> stop;  // for each signal
    std::function<void()> reload;
    std::function<void()> tick;  // about once a minute
  };

  Signals();
  ~Signals() { end(); }
  Signals(const Signals&) = delete;
  Signals& operator=(const Signals&) = delete;

  // Calls `handlers` on a separate thread, one at a time, until `end`. Signals that came before
  // are not lost.
  void start(SignalHandlers handlers);
  // Waits for a running handler. No handler is called afterwards.
  void end();

 private:
  void run(const SignalHandlers& handlers) const;

  Descriptor signals_;  // received signals
  Descriptor ending_;
  std::thread thread_;
};

}  // namespace patchbay::app
