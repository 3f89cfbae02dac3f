// Writes members and white space exactly as the document prints them.
#include "doors/flolive/envelope.h"

#include "wire/json.h"

namespace patchbay::doors::flolive {
namespace {

wire::Tree number(std::size_t count) { return wire::Number{std::to_string(count)}; }

http::Response reply(int status, std::string_view code, std::string message, wire::Tree content,
                     wire::Tree pageable) {
  const wire::Object body = {{"errorCode", code},
                             {"errorMessage", std::move(message)},
                             {"content", std::move(content)},
                             {"pageable", std::move(pageable)}};
  http::Response out{
      .status = status,
      .headers = {{"Content-Type", "application/json"}, {"Cache-Control", "no-store"}},
      .body = wire::json::write_pretty(body)};
  if (status == 401) out.set("WWW-Authenticate", "Bearer");
  return out;
}

}  // namespace

http::Response success(int status, wire::Array content, Pageable pageable) {
  const std::size_t pages = (pageable.total + pageable.size - 1) / pageable.size;
  return reply(status, "", "", std::move(content),
               wire::Object{{"page", number(pageable.page)},
                            {"size", number(pageable.size)},
                            {"totalPages", number(pages)},
                            {"totalElements", number(pageable.total)}});
}

http::Response failure(int status, ErrorCode code, std::string_view more) {
  std::string message(row(code).message);
  if (!more.empty()) message.append(": ").append(more);
  return reply(status, row(code).name, std::move(message), "", "");
}

http::Response failure_in_own_words(int status, ErrorCode code, std::string_view what) {
  return reply(status, row(code).name, std::string(what), "", "");
}

}  // namespace patchbay::doors::flolive
