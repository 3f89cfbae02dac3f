// What is known of each route: its method and path, what it is for, what it takes and answers.
#pragma once

#include <span>
#include <string_view>

#include "doors/door.h"
#include "doors/native/parameter.h"
#include "doors/native/query_reader.h"

namespace patchbay::doors::native {

// The routes, by what they do.
enum RouteId : int {
#define ROUTE(name, ...) name,
#define OPEN_ROUTE(name, ...) name,
#include "doors/native/routes.def"
#undef OPEN_ROUTE
#undef ROUTE
};

// The body a route reads: of one of these media types, and of this schema.
struct Body {
  std::span<const std::string_view> media;
  std::string_view schema{};  // of a JSON body other than a JSON Patch
  std::string_view lines{};   // of lines of JSON

  [[nodiscard]] bool accepts(std::string_view type) const;
  // "application/merge-patch+json, application/json".
  [[nodiscard]] std::string names() const;
  [[nodiscard]] std::string_view schema_of(std::string_view type) const;
};

inline constexpr std::string_view kJson = "application/json";
inline constexpr std::string_view kLines = "application/x-ndjson";
inline constexpr std::string_view kMergePatch = "application/merge-patch+json";
inline constexpr std::string_view kJsonPatch = "application/json-patch+json";
inline constexpr std::string_view kCsv = "text/csv";
inline constexpr std::string_view kFileMedia[] = {kCsv, kLines, "application/gzip",
                                                  "application/zstd", "application/octet-stream"};
inline constexpr std::string_view kJsonMedia[] = {kJson};
inline constexpr std::string_view kMergeMedia[] = {kMergePatch, kJson};
inline constexpr std::string_view kPatchMedia[] = {kMergePatch, kJson, kJsonPatch};
inline constexpr std::string_view kLinesMedia[] = {kLines, kJson};

inline constexpr Body kNoBody{};
inline constexpr Body kFileBody{kFileMedia, "CustomersFile", "CustomersFile"};
constexpr Body json_of(std::string_view schema) { return {kJsonMedia, schema}; }
constexpr Body merge_patch_of(std::string_view schema) { return {kMergeMedia, schema}; }
constexpr Body any_patch_of(std::string_view schema) { return {kPatchMedia, schema}; }
constexpr Body lines_or(std::string_view lines, std::string_view schema) {
  return {kLinesMedia, schema, lines};
}

constexpr http::BodyPlace place_of(const Body& body) {
  if (body.media.data() == kFileMedia) return http::BodyPlace::file;
  return body.media.data() == kLinesMedia ? http::BodyPlace::file_if_needed
                                          : http::BodyPlace::memory;
}
constexpr std::string_view file_media_of(const Body& body) {
  return body.media.data() == kLinesMedia ? kLines : std::string_view();
}

inline constexpr Route kRoutes[] = {
#define ROUTE(name, method, path, summary, query, body, ...) \
  {method, path, name, /*changes=*/false, place_of(body), file_media_of(body)},
#define OPEN_ROUTE ROUTE
#include "doors/native/routes.def"
#undef OPEN_ROUTE
#undef ROUTE
};

// What a route answers where all is well.
struct Success {
  int status = 200;
  std::string_view schema{};  // empty: no body
  bool tagged = false;        // with an ETag
  std::string_view media = kJson;
};
constexpr Success ok(std::string_view schema) { return {200, schema}; }
constexpr Success one(std::string_view schema) { return {200, schema, /*tagged=*/true}; }
constexpr Success made(std::string_view schema) { return {201, schema, /*tagged=*/true}; }
constexpr Success lines(std::string_view schema) { return {200, schema, false, kLines}; }
constexpr Success file(std::string_view schema) { return {200, schema, false, kCsv}; }
inline constexpr Success kNothing{204};

struct Operation {
  RouteId route;
  std::string_view name;  // the enumerator's
  std::string_view method;
  std::string_view path;
  std::string_view summary;
  std::span<const Parameter> query;
  Body body;
  Success success;
  // Reads the request into `decoded`.
  void (*read)(const RoutedRequest& routed, QueryReader& query, DecodedRequest& decoded);
  bool open = false;  // needs no credentials

  // Whether it changes something that can be rehearsed. The headers of a change then apply.
  [[nodiscard]] bool rehearses() const;
};

// What the route is for, in a sentence or two.
[[nodiscard]] std::string_view description(RouteId route);

// In the order of the enumerators.
[[nodiscard]] std::span<const Operation> operations();
[[nodiscard]] const Operation& operation(int route);

}  // namespace patchbay::doors::native
