// A prepared request: HTTP text with {id}, {uuid} and {turn} left open, filled in for every turn.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace patchbay::bench {

// What the places stand for: {id} the customer's number, {uuid} that number as the demo's and the
// filler's uuid, {padded} the number in fifteen digits, {turn} a number never used before.
struct Turn {
  std::int64_t id = 0;
  std::int64_t turn = 0;
};

// Text with places. Rendering appends and allocates only where `out` must grow.
class Template {
 public:
  explicit Template(std::string_view text);
  void render(const Turn& turn, std::string& out) const;

 private:
  enum class Place : std::uint8_t { none, id, uuid, padded, turn };
  struct Piece {
    std::string before;
    Place place;
  };
  std::vector<Piece> pieces_;
};

// The grammar of a request: a first line and header lines, each ended by a line feed; an empty
// line; the body, whose length is counted and sent as Content-Length.
class RequestTemplate {
 public:
  explicit RequestTemplate(std::string_view text);
  // Replaces what is in `out`.
  void render(const Turn& turn, std::string& out) const;

 private:
  RequestTemplate(std::string_view head, std::string_view body);

  Template head_;
  Template body_;
  bool has_body_;
};

}  // namespace patchbay::bench
