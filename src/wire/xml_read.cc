// Reads XML with Expat: its callbacks build the tree and stop at everything that is refused.
#include <memory>

#include <expat.h>

#include "base/utf8.h"
#include "wire/encoding.h"
#include "wire/xml.h"
#include "wire/xml_tags.h"

namespace patchbay::wire::xml {
namespace {

struct FreeExpat {
  void operator()(XML_Parser parser) const { XML_ParserFree(parser); }
};
using ExpatHandle = std::unique_ptr<XML_ParserStruct, FreeExpat>;

class XmlParser {
 public:
  // With an explicit encoding Expat ignores the one in the declaration.
  XmlParser(std::string_view text, Bounds bounds)
      : text_(text), bounds_(bounds), parser_(XML_ParserCreate("UTF-8")) {
    if (!parser_) throw std::bad_alloc();
    XML_SetUserData(parser_.get(), this);
    XML_SetStartDoctypeDeclHandler(parser_.get(), on_doctype);
    XML_SetElementHandler(parser_.get(), on_start, on_end);
    XML_SetCharacterDataHandler(parser_.get(), on_text);
  }

  std::expected<Element, XmlError> document() {
    if (!read()) return std::unexpected(unreadable());
    return std::move(root_);
  }

 private:
  bool read() {
    if (const auto crowded = find_crowded_tag(text_, bounds_.attributes_max))
      return feed(text_.substr(0, *crowded), XML_FALSE) && refuse("too many attributes");
    return feed(text_, XML_TRUE) && (utf8::is_valid(text_) || refuse("text that is not UTF-8"));
  }

  bool feed(std::string_view text, XML_Bool is_last) {
    const auto status =
        XML_Parse(parser_.get(), text.data(), static_cast<int>(text.size()), is_last);
    if (refused()) return false;
    return status == XML_STATUS_OK || refuse(XML_ErrorString(XML_GetErrorCode(parser_.get())));
  }

  XmlError unreadable() {
    return {std::move(error_), std::move(root_.name), std::move(root_.attributes)};
  }

  // Keeps the first error and stops. Expat may still deliver a few events after that.
  bool refuse(std::string what) {
    if (!error_.what.empty()) return false;
    const auto index = XML_GetCurrentByteIndex(parser_.get());
    error_ = {place(), std::move(what), static_cast<std::size_t>(index < 0 ? 0 : index)};
    XML_StopParser(parser_.get(), XML_FALSE);
    return false;
  }
  [[nodiscard]] bool refused() const { return !error_.what.empty(); }

  // The path of the open elements: "edit-customer/website".
  [[nodiscard]] std::string place() const {
    std::string path;
    for (const Element* element : open_) {
      if (!path.empty()) path += '/';
      path += element->name;
    }
    return path;
  }

  void start(const char* name, const char** attributes) {
    if (std::ssize(open_) >= bounds_.depth_max) return void(refuse("nested too deeply"));
    Element& element = open_.empty() ? root_ : open_.back()->children.emplace_back();
    element.name = name;
    open_.push_back(&element);
    count_one();
    for (; *attributes != nullptr && !refused(); attributes += 2) {
      count_one();
      element.attributes.emplace_back(attributes[0], attributes[1]);
    }
  }

  void count_one() {
    if (++elements_ > bounds_.elements_max) refuse("too many elements");
  }

  static XmlParser& self(void* user) { return *static_cast<XmlParser*>(user); }

  static void on_doctype(void* user, const char*, const char*, const char*, int) {
    self(user).refuse("a DOCTYPE");
  }
  static void on_start(void* user, const char* name, const char** attributes) {
    if (!self(user).refused()) self(user).start(name, attributes);
  }
  static void on_end(void* user, const char*) {
    if (!self(user).refused()) self(user).open_.pop_back();
  }
  static void on_text(void* user, const char* text, int size) {
    if (!self(user).refused())
      self(user).open_.back()->text.append(text, static_cast<size_t>(size));
  }

  const std::string_view text_;
  const Bounds bounds_;
  const ExpatHandle parser_;
  Element root_;
  // The pointers stay valid while they are here, because only the innermost element gains children.
  std::vector<Element*> open_;
  std::size_t elements_ = 0;
  ParseError error_;
};

}  // namespace

std::expected<Element, XmlError> parse(std::string_view text, Bounds bounds,
                                       std::string_view charset) {
  std::string converted;
  auto plain = to_utf8(text, charset, converted);
  if (!plain) return std::unexpected(XmlError{{{}, std::move(plain.error()), 0}, {}, {}});
  return XmlParser(*plain, bounds).document();
}

}  // namespace patchbay::wire::xml
