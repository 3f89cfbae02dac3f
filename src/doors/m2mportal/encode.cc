// Replies: "success" or a phrase, inside the root element that the document prints.
#include "doors/m2mportal/encode.h"

#include <array>

#include "doors/m2mportal/calls.h"
#include "wire/xml.h"

namespace patchbay::doors::m2mportal {
namespace {

constexpr std::string_view kContent = "Invalid Content";
constexpr std::string_view kAuthentication = "Authentication Failed";
constexpr std::string_view kPermission = "Permission Denied";
constexpr std::string_view kService = "Service Unavailable";

constexpr std::string_view kNoCommandRoot = "api-response";

// `words` describe the failure if the fault itself has no text.
struct FaultRow {
  ErrorKind kind;
  std::string_view phrase;
  std::string_view words;
};
constexpr std::array kFaults = {
    // clang-format off
    FaultRow{ErrorKind::malformed,         kContent,        "the request cannot be read"},
    FaultRow{ErrorKind::no_credentials,    kAuthentication, "authentication must hold a username and a password, and neither may be empty"},
    FaultRow{ErrorKind::bad_credentials,   kAuthentication, "the username or the password is wrong, or the username is locked for now"},
    FaultRow{ErrorKind::bad_token,         kAuthentication, "the username or the password is wrong"},
    FaultRow{ErrorKind::too_many_requests, kService,        "there are too many requests; try again later"},
    FaultRow{ErrorKind::not_allowed_here,  kPermission,     "this interface is not open to you from here"},
    FaultRow{ErrorKind::role_denied,       kPermission,     "your role does not allow this"},
    FaultRow{ErrorKind::unknown_customer,  kContent,        "customer must exactly match one of your customers"},
    FaultRow{ErrorKind::unknown_thing,     kContent,        "something that was referred to does not exist"},
    FaultRow{ErrorKind::own_record,        kPermission,     "you cannot change your own record here"},
    FaultRow{ErrorKind::version_required,  kContent,        "a version is required"},
    FaultRow{ErrorKind::version_differs,   kContent,        "the customer has been changed in the meantime"},
    FaultRow{ErrorKind::invalid,           kContent,        "something is not valid"},
    FaultRow{ErrorKind::conflict,          kContent,        "something is in conflict with what there is"},
    FaultRow{ErrorKind::plan_locked,       kContent,        "the rate plan does not allow this change"},
    FaultRow{ErrorKind::damaged,           kService,        "the record is damaged and cannot be read; nothing was changed, and the operator's log says more"},
    FaultRow{ErrorKind::unavailable,       kService,        "nothing was changed; try again later"},
    FaultRow{ErrorKind::unknown_outcome,   kService,        "it is not known whether the change was made"},
    // clang-format on
};

static_assert(covers_every_kind(kFaults),
              "src/doors/m2mportal/encode.cc: kFaults needs a row for each of "
              "src/record/faults.def, in order");

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

std::string failure(const Fault& fault) {
  const FaultRow& answer = kFaults[static_cast<std::size_t>(fault.kind)];
  // Core's names for the customer and the secret differ from this door's names.
  const bool is_named_here = fault.kind == ErrorKind::unknown_customer ||
                             fault.kind == ErrorKind::no_credentials ||
                             fault.kind == ErrorKind::bad_credentials;
  const bool has_words = !fault.problems.empty() && !is_named_here;
  return failure(answer.phrase, has_words ? fault.sentence() : std::string(answer.words));
}

std::string_view root_of(const DecodedRequest& decoded, const Settings::M2mportal& settings) {
  switch (static_cast<Command>(decoded.route)) {
    case Command::edit_customer:
      return settings.edit_reply_root;
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
               failure(outcome.error()));
}

http::Response refuse(int status, std::string_view what) {
  const std::string_view phrase = status == 503 ? kService : kContent;
  return reply(status, kNoCommandRoot, {}, failure(phrase, what));
}

}  // namespace patchbay::doors::m2mportal
