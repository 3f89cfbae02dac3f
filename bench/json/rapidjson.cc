// RapidJSON's SAX reader: numbers as their text, UTF-8 checked. The handlers check what its events
// leave open: duplicate keys, depth, the number of values, U+0000.
#include <utility>
#include <vector>

#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>

#include "base/text.h"
#include "json/readers.h"
#include "json/stored_fields.h"

namespace patchbay::bench {
namespace {

namespace rj = rapidjson;
// The iterative parser, because a million open brackets overflow the stack of the other one.
constexpr unsigned kFlags =
    rj::kParseNumbersAsStringsFlag | rj::kParseValidateEncodingFlag | rj::kParseIterativeFlag;
using Size = rj::SizeType;

// Reads all of `text`. A memory stream shows its end as NUL, so a NUL in the text would end it too.
template <class Handler>
Verdict read(std::string_view text, Handler& handler) {
  rj::MemoryStream stream(text.data(), text.size());
  rj::Reader reader;
  const rj::ParseResult result = reader.Parse<kFlags>(stream, handler);
  if (!result) return {.accepted = false, .offset = result.Offset()};
  return {.accepted = stream.Tell() == text.size(), .offset = {}};
}

Verdict judge(std::string_view text) {
  rj::BaseReaderHandler<> nothing;
  return read(text, nothing);
}

class TreeHandler : public rj::BaseReaderHandler<rj::UTF8<>, TreeHandler> {
 public:
  bool Null() { return add(wire::Null{}); }
  bool Bool(bool value) { return add(value); }
  bool RawNumber(const char* text, Size size, bool) {
    return add(wire::Number{std::string(text, size)});
  }
  bool String(const char* text, Size size, bool) {
    return !has_nul(text, size) && add(std::string(text, size));
  }
  bool Key(const char* text, Size size, bool) {
    if (has_nul(text, size)) return false;
    open_.back().members.emplace_back(std::string(text, size), wire::Tree());
    return true;
  }
  bool StartObject() { return open(/*is_object=*/true); }
  bool StartArray() { return open(/*is_object=*/false); }
  bool EndObject(Size) {
    wire::Object members = std::move(open_.back().members);
    open_.pop_back();
    return wire::repeated_key(members) == nullptr && put(std::move(members));
  }
  bool EndArray(Size) {
    wire::Array items = std::move(open_.back().items);
    open_.pop_back();
    return put(std::move(items));
  }

  wire::Tree root;

 private:
  struct Open {
    bool is_object;
    wire::Object members{};
    wire::Array items{};
  };

  static bool has_nul(const char* text, Size size) {
    return std::string_view(text, size).find('\0') != std::string_view::npos;
  }
  bool open(bool is_object) {
    if (++nodes_ > kBounds.nodes_max) return false;
    if (open_.size() == static_cast<std::size_t>(kBounds.depth_max)) return false;
    open_.push_back({is_object});
    return true;
  }
  template <class T>
  bool add(T&& value) {
    return ++nodes_ <= kBounds.nodes_max && put(std::forward<T>(value));
  }
  template <class T>
  bool put(T&& value) {
    if (open_.empty())
      root = wire::Tree(std::forward<T>(value));
    else if (open_.back().is_object)
      open_.back().members.back().second = wire::Tree(std::forward<T>(value));
    else
      open_.back().items.emplace_back(std::forward<T>(value));
    return true;
  }

  std::vector<Open> open_;
  std::size_t nodes_ = 0;
};

std::optional<wire::Tree> tree(std::string_view text) {
  TreeHandler handler;
  if (!read(text, handler).accepted) return std::nullopt;
  return std::move(handler.root);
}

// Reads the text of a record. The level is the number of open objects.
class ValuesHandler : public rj::BaseReaderHandler<rj::UTF8<>, ValuesHandler> {
 public:
  bool Key(const char* text, Size size, bool) {
    const std::string_view key(text, size);
    if (sealed_) {
      into_ = key == "sealed" ? &sealed_->box : key == "tail" ? &sealed_->tail : nullptr;
      return into_ != nullptr;
    }
    if (level_ == 2) {
      const auto part = Uuid::parse(key);
      if (part) part_ = *part;
      return part.has_value();
    }
    if (level_ == 1) {
      part_ = {};
      section_ = key == word(Section::address)   ? Section::address
                 : key == word(Section::contact) ? Section::contact
                                                 : Section::customer;
      if (section_ != Section::customer) return true;
    }
    field_ = finder_.find(section_, key);
    return field_.has_value();
  }
  bool StartObject() {
    if (!field_) return ++level_ <= 3;
    if (!row(*field_).secret() || sealed_) return false;
    sealed_.emplace();
    return true;
  }
  bool EndObject(Size) {
    if (!sealed_) return --level_ >= 0;
    Value value(*std::move(sealed_));
    sealed_.reset();
    return put(std::move(value));
  }
  bool StartArray() {
    if (!field_ || stored_as(*field_) != Stored::list || ++lists_ > 2) return false;
    if (lists_ == 2) list_.emplace_back();
    return true;
  }
  bool EndArray(Size) { return --lists_ > 0 || put(std::exchange(list_, {})); }
  bool String(const char* text, Size size, bool) {
    if (sealed_) return into_ != nullptr && (into_->assign(text, size), true);
    if (lists_ == 2) return list_.back().emplace_back(text, size), true;
    if (!field_ || lists_ != 0) return false;
    if (stored_as(*field_) == Stored::text) return put(std::string(text, size));
    const auto decimal = Decimal::parse({text, size});
    return stored_as(*field_) == Stored::decimal && decimal && put(*decimal);
  }
  bool RawNumber(const char* text, Size size, bool) {
    const auto whole = parse_whole({text, size});
    return field_ && whole && stored_as(*field_) == Stored::whole && put(*whole);
  }
  bool Bool(bool value) { return field_ && stored_as(*field_) == Stored::flag && put(value); }
  bool Default() { return false; }

  Values values;
  std::size_t count = 0;

 private:
  template <class T>
  bool put(T&& value) {
    values.set({*field_, part_}, Value(std::forward<T>(value)));
    field_.reset();
    ++count;
    return true;
  }

  FieldFinder finder_;
  int level_ = 0;
  int lists_ = 0;
  Section section_{};
  Uuid part_;
  std::optional<Field> field_;
  std::optional<SealedSecret> sealed_;
  std::string* into_ = nullptr;
  List list_;
};

std::optional<Values> values(std::string_view text) {
  ValuesHandler handler;
  if (!read(text, handler).accepted || handler.count != handler.values.size()) return std::nullopt;
  return std::move(handler.values);
}

}  // namespace

JsonReader rapidjson_reader() { return {"RapidJSON", judge, tree, values}; }

}  // namespace patchbay::bench
