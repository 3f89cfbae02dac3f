// Reads api-outcome, and of a failure its phrase and description.
#include "doors/m2mportal/decode_reply.h"

#include <algorithm>

#include "base/text.h"
#include "doors/m2mportal/faults.h"
#include "doors/m2mportal/fields.h"
#include "doors/shared/reply_decoding.h"
#include "wire/xml.h"

namespace patchbay::doors::m2mportal {
namespace {

std::string text_of(const wire::xml::Element& root, std::string_view name) {
  const wire::xml::Element* child = root.child(name);
  return child ? std::string(trim(child->text)) : std::string();
}

std::vector<Spelling> all_elements() {
  std::vector<Spelling> out(edited_elements().begin(), edited_elements().end());
  out.push_back(customer_element());
  return out;
}

}  // namespace

Result<Reply> decode_reply(ClientCall /*call*/, const http::Response& response) {
  const auto document = wire::xml::parse(response.body);
  if (!document || !document->child("api-outcome"))
    return std::unexpected(unreadable_reply(response, "a document with api-outcome"));
  const std::string phrase = text_of(*document, "api-outcome");
  if (lower(phrase) == "success") return Accepted{};
  std::string words = text_of(*document, "error-description");
  if (words.empty()) words = phrase;
  return std::unexpected(vendor_fault(kind_of(phrase), words, all_elements()));
}

}  // namespace patchbay::doors::m2mportal
