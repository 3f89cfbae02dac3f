// Replies: "success" or a phrase, inside the root element that the document prints.
#include "doors/m2mportal/encode.h"

#include "doors/m2mportal/calls.h"
#include "doors/m2mportal/faults.h"
#include "wire/xml.h"

namespace patchbay::doors::m2mportal {
namespace {

constexpr std::string_view kNoCommandRoot = "api-response";

http::Response reply(int status, std::string_view root, std::string_view attribute,
                     const std::string& inside) {
  std::string body;
  body.append("<").append(root).append(attribute).append(">");
  body.append(inside);
  body.append("</").append(root).append(">");
  return {.status = status,
          .headers = {{"Content-Type", "application/xml; charset=utf-8"}},
          .body = std::move(body)};
}

std::string element(std::string_view name, std::string_view text) {
  std::string out;
  out.append("<").append(name).append(">").append(wire::xml::escape(text));
  out.append("</").append(name).append(">");
  return out;
}

std::string failure(std::string_view phrase, std::string_view words) {
  return element("api-outcome", phrase) + element("error-description", words);
}

std::string_view root_of(const DecodedRequest& decoded, const DialectSettings& settings) {
  switch (static_cast<Command>(decoded.route)) {
    case Command::edit_customer:
      return settings.edit_reply_has_own_root ? "edit-customer-response" : "add-customer-response";
    case Command::add_customer:
      return "add-customer-response";
    case Command::unknown:
      return kNoCommandRoot;
  }
  return kNoCommandRoot;
}

}  // namespace

http::Response encode(const DecodedRequest& decoded, const Result<core::Outcome>& outcome,
                      const Settings& settings) {
  const std::string_view root = root_of(decoded, settings.m2mportal);
  if (outcome) return reply(200, root, decoded.echo, element("api-outcome", "success"));
  return reply(decoded.refused ? decoded.refused_status : 200, root, decoded.echo,
               failure(phrase_of(outcome.error().kind), words_of(outcome.error())));
}

http::Response refuse(int status, std::string_view what) {
  return reply(status, kNoCommandRoot, {}, failure(phrase_of_status(status), what));
}

}  // namespace patchbay::doors::m2mportal
