// Chooses the file, its coding, and how long a browser keeps it.
#include "app/console/console_replies.h"

#include <algorithm>

#include "base/text.h"
#include "http/accepted.h"
#include "http/ascii.h"
#include "http/content_coding.h"

namespace patchbay::app {
namespace {

constexpr std::string_view kHome = "/console/";
constexpr std::string_view kAssets = "assets/";
constexpr std::string_view kDocument = "index.html";

// Scripts, styles and images of this server only; no inline script or style, and no text that
// becomes HTML or script.
constexpr std::string_view kPolicy =
    "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
    "object-src 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

constexpr std::string_view kNotBuilt = R"(<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Patchbay</title>
</head>
<body>
<h1>The console was not built in</h1>
<p>This program was built without the web console. Building it takes Node.js 20.19 or later, npm, and the option <code>PATCHBAY_CONSOLE=ON</code>; <code>docs/how-to/console.md</code> in the source says more.</p>
<p><a href="/">What this server serves</a></p>
</body>
</html>
)";

http::Response text(int status, std::string_view media_type, std::string_view body) {
  return {.status = status,
          .headers = {{"Content-Type", std::string(media_type)}, {"Cache-Control", "no-store"}},
          .body = std::string(body)};
}

http::Response moved(const http::Request& request) {
  http::Response out = text(308, "text/plain; charset=utf-8",
                            "The console is at /console/, with the final slash.\n");
  std::string target(kHome);
  if (!request.query.empty()) target.append("?").append(request.query);
  return out.set("Location", std::move(target));
}

bool accepts_gzip(const http::Request& request) {
  for (const std::string_view name : {"gzip", "x-gzip", "*"})
    if (const auto accepted = http::accepts(request, "Accept-Encoding", name)) return *accepted;
  return false;
}

// Tags are compared as weak ones, because a tag stands for the file in either coding.
bool is_current(const http::Request& request, std::string_view tag) {
  return std::ranges::any_of(request.headers, [&](const auto& header) {
    return http::ascii::equal_ignoring_case(header.first, "If-None-Match") &&
           std::ranges::any_of(split(header.second, ','), [&](std::string_view each) {
             each = trim(each);
             if (each.starts_with("W/")) each.remove_prefix(2);
             return each == tag || each == "*";
           });
  });
}

http::Response file_reply(const http::Request& request, const ConsoleFile& file) {
  // The name of a file in assets/ changes with its bytes.
  const bool is_final = file.path.starts_with(kAssets);
  http::Response out{
      .status = 200,
      .headers = {{"Cache-Control", is_final ? "public, max-age=31536000, immutable" : "no-cache"},
                  {"ETag", "W/" + std::string(file.tag)},
                  {"Vary", "Accept-Encoding"}},
      .body = {}};
  if (is_current(request, file.tag)) {
    out.status = 304;
    return out;
  }
  out.set("Content-Type", std::string(file.media_type));
  if (accepts_gzip(request)) {
    out.body = file.gzipped;
    return out.set("Content-Encoding", "gzip");
  }
  auto plain = http::decompress(file.gzipped, http::ContentCoding::gzip, file.bytes);
  if (!plain)
    return text(500, "text/plain; charset=utf-8", "This file of the console is damaged.\n");
  out.body = *std::move(plain);
  return out;
}

http::Response reply_to(const http::Request& request, std::span<const ConsoleFile> files) {
  if (request.method != "GET" && request.method != "HEAD")
    return text(405, "text/plain; charset=utf-8", "Only GET and HEAD are answered here.\n")
        .set("Allow", "GET, HEAD");
  if (!request.path.starts_with(kHome)) return moved(request);
  if (files.empty()) return text(404, "text/html; charset=utf-8", kNotBuilt);
  const std::string_view path = std::string_view(request.path).substr(kHome.size());
  const auto find = [&](std::string_view name) {
    return std::ranges::find(files, name, &ConsoleFile::path);
  };
  auto file = find(path);
  if (file == files.end() && !path.starts_with(kAssets)) file = find(kDocument);
  if (file == files.end())
    return text(404, "text/plain; charset=utf-8", "The console has no such file.\n");
  return file_reply(request, *file);
}

}  // namespace

std::optional<http::Response> find_console_reply(const http::Request& request,
                                                 std::span<const ConsoleFile> files) {
  if (request.path != kHome.substr(0, kHome.size() - 1) && !request.path.starts_with(kHome))
    return std::nullopt;
  http::Response out = reply_to(request, files);
  out.set("Content-Security-Policy", std::string(kPolicy));
  out.set("Referrer-Policy", "no-referrer");
  out.set("X-Content-Type-Options", "nosniff");
  return out;
}

}  // namespace patchbay::app
