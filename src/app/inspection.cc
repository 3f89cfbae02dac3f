// One function for each thing that is looked at.
#include "app/inspection.h"

#include <expected>

#include "app/listening.h"
#include "app/vault.h"
#include "http/server.h"
#include "record/admits.h"

namespace patchbay::app {
namespace {

using Looked = std::expected<void, std::string>;

Looked address(const Config& config, bool demo) {
  if (auto at = endpoint_of(config, demo); !at) return std::unexpected(std::move(at).error());
  return {};
}

Looked certificate(const Config& config, bool /*demo*/) {
  if (config.tls_certificate.empty()) return {};
  return http::check_tls({config.tls_certificate, config.tls_key});
}

Looked currency(const Config& config, bool /*demo*/) {
  if (is_currency(config.currency)) return {};
  return std::unexpected("store.currency is " + config.currency +
                         ", which is no ISO 4217 code in capital letters");
}

Looked place(const Config& config, bool /*demo*/) {
  return check_place(config, Making::where_none_is);
}

constexpr Looked (*kLooks[])(const Config&, bool demo) = {address, certificate, currency, place};

}  // namespace

std::vector<std::string> obstacles(const Config& config, bool demo) {
  std::vector<std::string> out;
  for (const auto look : kLooks)
    if (auto looked = look(config, demo); !looked) out.push_back(std::move(looked).error());
  return out;
}

}  // namespace patchbay::app
