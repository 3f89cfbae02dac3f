// What the operator says by signals: SIGTERM and SIGINT stop, SIGHUP reloads.
#pragma once

#include <functional>
#include <thread>

#include "base/guarded_file.h"

namespace patchbay::app {

// To be made before any other thread, so that all of them leave the signals to it. SIGUSR1, SIGUSR2
// and SIGPIPE do nothing from then on.
class Signals {
 public:
  struct SignalHandlers {
    std::function<void()> stop;  // each time
    std::function<void()> reload;
    std::function<void()> tick;  // about once a minute
  };

  Signals();
  ~Signals() { end(); }
  Signals(const Signals&) = delete;
  Signals& operator=(const Signals&) = delete;

  // Calls `acts` on a thread of its own, one at a time, until ended. What came before is not lost.
  void start(SignalHandlers handlers);
  // Waits for an act under way; none is called any more.
  void end();

 private:
  void run(const SignalHandlers& handlers) const;

  Descriptor signals_;  // the signals that came
  Descriptor ending_;
  std::thread thread_;
};

}  // namespace patchbay::app
