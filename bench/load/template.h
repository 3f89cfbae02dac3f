// A prepared request: HTTP text with placeholders such as {id} and {turn}, filled in for every
// turn.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace patchbay::bench {

// The values of the placeholders: {id} the customer's number, {uuid} its UUID in the demo and in
// `fill`, {padded} the number in fifteen digits, {turn} a number never used before, which has
// fifteen digits in `load`. {padded64} and {turn64} are {padded} and {turn} in base64: of fifteen
// bytes, so that they need no padding.
struct Turn {
  std::int64_t id = 0;
  std::int64_t turn = 0;
};

// Text with placeholders. Rendering appends and allocates only if `out` must grow.
class Template {
 public:
  explicit Template(std::string_view text);
  void render(const Turn& turn, std::string& out) const;

 private:
  enum class Place : std::uint8_t { none, id, uuid, padded, turn, padded64, turn64 };
  struct Piece {
    std::string before;
    Place place;
  };
  std::vector<Piece> pieces_;
};

// The grammar of a request: a first line and header lines, each ended by a line feed; an empty
// line; the body, whose length is sent as Content-Length.
class RequestTemplate {
 public:
  explicit RequestTemplate(std::string_view text);
  // Replaces the content of `out`.
  void render(const Turn& turn, std::string& out) const;

 private:
  RequestTemplate(std::string_view head, std::string_view body);

  Template head_;
  Template body_;
  bool has_body_;
};

}  // namespace patchbay::bench
