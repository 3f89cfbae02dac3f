// The data folder, unless the settings name a file.
#include "app/traffic/traffic_place.h"

#include "app/opened_store.h"
#include "store/postgresql/location.h"

namespace patchbay::app {

std::filesystem::path traffic_file_of(const Config& config) {
  if (!config.traffic_file.empty()) return config.traffic_file;
  if (config.data == kInMemory || store::is_postgresql(config.data)) return {};
  return std::filesystem::path(config.data) / kTrafficFile;
}

TrafficFile::Options traffic_options(const Config& config) {
  return {.keep = static_cast<std::size_t>(config.traffic_keep),
          .keep_hours = config.traffic_hours};
}

}  // namespace patchbay::app
