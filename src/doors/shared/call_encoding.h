// What the client halves share: who the call is about, placeholders, paths and options.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "doors/client.h"

namespace patchbay::doors {

inline constexpr std::string_view kUserPlaceholder = "USERNAME";
inline constexpr std::string_view kPasswordPlaceholder = "PASSWORD";
inline constexpr std::string_view kTokenPlaceholder = "TOKEN";
// The header Authorization of requests without credentials.
inline constexpr std::string_view kBasicPlaceholder = "Basic USERNAME:PASSWORD";
inline constexpr std::string_view kBearerPlaceholder = "Bearer TOKEN";

// Adds the placeholder unless it is there, and returns its name.
std::string add_placeholder(EncodedCall& out, std::string_view name, std::string_view meaning);

// The key by which a dialect names a customer: its number, UUID or name, from the subject or from
// the record. Otherwise a placeholder: CUSTOMER_ID, CUSTOMER_UUID or CUSTOMER_NAME.
[[nodiscard]] std::string customer_number(const core::Subject& subject,
                                          const ClientContext& context, EncodedCall& out);
[[nodiscard]] std::string customer_uuid(const core::Subject& subject, const ClientContext& context,
                                        EncodedCall& out);
[[nodiscard]] std::string customer_name(const core::Subject& subject, const ClientContext& context,
                                        EncodedCall& out);

// Name and password, as given or as placeholders.
struct NameAndPassword {
  std::string name;
  std::string password;
};
[[nodiscard]] NameAndPassword name_and_password(const ClientContext& context, EncodedCall& out);
// The value of the header Authorization, for a password and for a token.
[[nodiscard]] std::string basic_authorization(const ClientContext& context, EncodedCall& out);
[[nodiscard]] std::string bearer_authorization(const ClientContext& context, EncodedCall& out);

// `pattern` of a route with its segments in place of ":id" and the like, percent-encoded.
[[nodiscard]] std::string path_of(std::string_view pattern,
                                  std::initializer_list<std::string_view> segments);

// The text of a secret field, or its placeholder.
[[nodiscard]] std::string sent_text(std::string_view name, const Target& target,
                                    const std::string& text, const ClientContext& context,
                                    EncodedCall& out);

// Reports problems of the call, and options that a vendor's dialect does not have. `rehearses`:
// the dialect can check a change without making it.
void add_call_losses(const core::Call& call, bool rehearses, EncodedCall& out);
// The loss of a whole call.
[[nodiscard]] EncodedCall without_operation(const core::Call& call);
// The edits of an update or of a new customer.
[[nodiscard]] const std::vector<core::FieldEdit>& edits_of(const core::Request& request);

}  // namespace patchbay::doors
