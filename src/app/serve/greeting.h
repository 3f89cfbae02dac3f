// What a starting server prints on standard output: its address and, in the demo, how to try it.
#pragma once

#include <string>

namespace patchbay::app {

struct ServerInfo {
  std::string url;
  bool is_demo = false;
  bool is_durable = true;  // the data are on disk
  bool has_console = false;
};
[[nodiscard]] std::string greeting(const ServerInfo& server);

}  // namespace patchbay::app
