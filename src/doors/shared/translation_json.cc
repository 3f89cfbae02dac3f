// Presents translations.
#include "doors/shared/translation_json.h"

#include "base/wording.h"
#include "doors/shared/curl_line.h"
#include "doors/shared/http_text.h"

namespace patchbay::doors {
namespace {

using wire::Array;
using wire::Object;
using wire::Tree;

constexpr std::string_view kServer = "https://HOST";

Tree request_json(const http::Request& request) {
  Array headers;
  for (const auto& [name, value] : request.headers)
    headers.emplace_back(Object{{"name", name}, {"value", value}});
  return Object{{"method", request.method},
                {"target", target_of(request)},
                {"headers", std::move(headers)},
                {"body", request.body}};
}

Tree loss_json(const Loss& loss) {
  return Object{{"kind", word(loss.kind)},
                {"field", loss.field},
                {"value", loss.value ? Tree(*loss.value) : Tree(wire::Null{})},
                {"why", loss.why},
                {"do", advice(loss.kind)}};
}

std::string loss_text(const Loss& loss) {
  std::string out = "- ";
  if (!loss.field.empty()) {
    out += loss.field;
    out += loss.value ? " = " + *loss.value : " (emptied)";
    out += ": ";
  }
  out += loss.why + " (" + std::string(word(loss.kind)) + "). " + std::string(advice(loss.kind));
  return out + ".\n";
}

}  // namespace

wire::Tree translation_json(const TranslationInput& input, const Translation& translation) {
  const EncodedCall& encoded = translation.encoded;
  const auto& request = encoded.request;
  Array losses;
  for (const Loss& each : encoded.losses) losses.push_back(loss_json(each));
  Array placeholders;
  for (const Placeholder& each : encoded.placeholders)
    placeholders.emplace_back(Object{{"name", each.name}, {"meaning", each.meaning}});
  Array looked_up;
  for (const std::string& each : encoded.looked_up) looked_up.emplace_back(each);
  const Tree none = wire::Null{};
  return Object{{"from", input.from},
                {"to", input.to},
                {"call", translation.call},
                {"request", request ? request_json(*request) : none},
                {"http", request ? Tree(http_text(*request)) : none},
                {"curl", request ? Tree(curl_line(*request, kServer)) : none},
                {"losses", std::move(losses)},
                {"placeholders", std::move(placeholders)},
                {"looked_up", std::move(looked_up)}};
}

std::string translation_text(const TranslationInput& input, const Translation& translation) {
  const EncodedCall& encoded = translation.encoded;
  std::string out;
  if (encoded.request) {
    out += "# " + input.to + ", as an HTTP request\n" + http_text(*encoded.request) + "\n\n";
    std::erase(out, '\r');
    out += "# " + input.to + ", as a command\n" + curl_line(*encoded.request, kServer) + "\n\n";
  } else {
    out += "# Nothing can be sent to " + input.to + ".\n\n";
  }
  if (encoded.losses.empty()) {
    out += "# Nothing is lost.\n";
  } else {
    out += "# " + counted(encoded.losses.size(), "loss", "losses") + "\n";
    for (const Loss& each : encoded.losses) out += loss_text(each);
  }
  if (!encoded.placeholders.empty()) out += "\n# Replace before you send\n";
  for (const Placeholder& each : encoded.placeholders)
    out += "- " + each.name + ": " + each.meaning + ".\n";
  return out;
}

}  // namespace patchbay::doors
