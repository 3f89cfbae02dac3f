// Makes the page from the tables of doors and documents.
#include "app/serve/front_page.h"

#include "app/console/console_files.h"
#include "app/serve/generated_docs.h"
#include "doors/door.h"
#include "http/accepted.h"

namespace patchbay::app {
namespace {

constexpr std::string_view kTop = R"(<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Patchbay</title>
</head>
<body>
<h1>Patchbay</h1>
<p>One customer record, many doors. Scripts that were written for one of these APIs keep working here: all of them read and write the same customers, and every change stands in one history and can be undone.</p>
)";

constexpr std::string_view kConsole =
    R"(<p><a href="/console/">Open the console</a>: find, see and change customers, and take changes back.</p>
)";

constexpr std::string_view kDoors = R"(<h2>Doors</h2>
<table>
<tr><th align="left">door</th><th align="left">speaks</th><th align="left">at</th></tr>
)";

constexpr std::string_view kMiddle = R"(</table>
<h2>Documents</h2>
<ul>
<li><a href="/openapi.json">/openapi.json</a>: the native API as OpenAPI 3.1</li>
)";

constexpr std::string_view kBottom = R"(</ul>
<p>The folder <code>docs</code> of the source holds these and more: <code>native.md</code> explains the native API, <code>how-to/operate.md</code> how to run the server.</p>
<h2>Health</h2>
<ul>
<li><a href="/healthz">/healthz</a>: whether it serves</li>
<li><a href="/readyz">/readyz</a>: whether it takes changes</li>
</ul>
</body>
</html>
)";

std::string html() {
  std::string out(kTop);
  if (!console_files().empty()) out += kConsole;
  out += kDoors;
  for (const doors::Door* door : doors::all_doors())
    out.append("<tr><td>")
        .append(door->name)
        .append("</td><td>")
        .append(door->presentation.speaks)
        .append("</td><td><code>")
        .append(door->presentation.at)
        .append("</code></td></tr>\n");
  out += kMiddle;
  for (const Page& each : generated_pages())
    out.append("<li><a href=\"/docs/")
        .append(each.name)
        .append("\">/docs/")
        .append(each.name)
        .append("</a>: ")
        .append(each.about)
        .append("</li>\n");
  out += kBottom;
  return out;
}

}  // namespace

bool wants_front_page(const http::Request& request) {
  if (request.path != "/" || (request.method != "GET" && request.method != "HEAD")) return false;
  return http::accepts(request, "Accept", "text/html").value_or(false);
}

std::optional<http::Response> document(const http::Request& request) {
  constexpr std::string_view kFolder = "/docs/";
  if (!request.path.starts_with(kFolder)) return std::nullopt;
  for (const Page& each : generated_pages())
    if (each.name == std::string_view(request.path).substr(kFolder.size()))
      return http::Response{.status = 200,
                            .headers = {{"Content-Type", "text/plain; charset=utf-8"},
                                        {"Cache-Control", "no-cache"},
                                        {"X-Content-Type-Options", "nosniff"}},
                            .body = each.text()};
  return std::nullopt;
}

http::Response front_page() {
  static const std::string kPage = html();
  return {.status = 200,
          .headers = {{"Content-Type", "text/html; charset=utf-8"},
                      {"Cache-Control", "no-cache"},
                      {"Vary", "Accept"},
                      {"Content-Security-Policy",
                       "default-src 'none'; base-uri 'none'; form-action 'none'; "
                       "frame-ancestors 'none'"},
                      {"Referrer-Policy", "no-referrer"},
                      {"X-Content-Type-Options", "nosniff"}},
          .body = kPage};
}

}  // namespace patchbay::app
