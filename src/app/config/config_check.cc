// One function for each check.
#include "app/config/config_check.h"

#include <expected>

#include "app/opened_store.h"
#include "app/serve/endpoint.h"
#include "http/server.h"
#include "record/field/value_rule.h"

namespace patchbay::app {
namespace {

using CheckResult = std::expected<void, std::string>;

CheckResult address(const Config& config, bool demo) {
  if (auto at = checked_endpoint(config, demo); !at) return std::unexpected(std::move(at).error());
  return {};
}

CheckResult certificate(const Config& config, bool /*demo*/) {
  if (config.tls.certificate_file.empty()) return {};
  return http::check_tls(config.tls);
}

CheckResult currency(const Config& config, bool /*demo*/) {
  if (is_currency(config.currency)) return {};
  return std::unexpected("store.currency is " + config.currency +
                         ", which is no ISO 4217 code in capital letters");
}

CheckResult location(const Config& config, bool /*demo*/) {
  return check_store(config, Creation::if_missing);
}

constexpr CheckResult (*kChecks[])(const Config&, bool demo) = {address, certificate, currency,
                                                                location};

}  // namespace

std::vector<std::string> config_problems(const Config& config, bool demo) {
  std::vector<std::string> out;
  for (const auto check : kChecks)
    if (auto checked = check(config, demo); !checked) out.push_back(std::move(checked).error());
  return out;
}

}  // namespace patchbay::app
