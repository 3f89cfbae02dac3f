// Where a server keeps recent traffic, and how much of it.
#pragma once

#include <filesystem>

#include "app/config/config.h"
#include "app/traffic/traffic_file.h"

namespace patchbay::app {

// Empty if no file is named and there is no data folder.
[[nodiscard]] std::filesystem::path traffic_file_of(const Config& config);
[[nodiscard]] TrafficFile::Options traffic_options(const Config& config);

}  // namespace patchbay::app
