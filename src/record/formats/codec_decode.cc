// Reads values, differences and texts from JSON. The row of its field says how each value is read.
#include <algorithm>
#include <utility>

#include "base/digest.h"
#include "base/json_scanner.h"
#include "record/formats/codec.h"
#include "record/history/chain.h"

namespace patchbay {
namespace {

using Form = ValueRule::Form;

// Reads one JSON text. Every function returns whether it succeeded; the first failure sets the
// error.
class Decoder {
 public:
  explicit Decoder(std::string_view text) : scan_(text, JsonNul::accepted) {}

  template <class T, class Read>
  std::expected<T, std::string> document(Read read) {
    T out;
    if (!read(out)) return std::unexpected(std::move(error_));
    if (!scan_.at_end()) return std::unexpected("text after the end" + place());
    return out;
  }

  bool values(Values& out) {
    std::size_t count = 0;
    if (!members([&] { return member(out, count); })) return false;
    return count == out.size() || fail("a field twice");
  }

  bool differences(Differences& out) {
    return items([&] { return difference(out.emplace_back()); });
  }

  // Either form.
  bool entry(Entry& out) {
    out.seed.clear();
    if (scan_.peek() != '{') return differences(out.differences);
    Values set;
    std::size_t count = 0;
    const bool read = members([&] {
      if (key_.empty()) return bond(out.seed);
      return member(set, count);
    });
    if (!read) return false;
    if (count != set.size() || out.seed.empty()) return fail("a field twice, or no seed");
    for (const auto& [path, value] : set) out.differences.push_back({path, std::nullopt, value});
    bind_from_seed(out);
    return true;
  }

  bool texts(std::vector<std::string>& out) {
    return items([&] { return scan_.text(out.emplace_back()) || fail("expected a text"); });
  }

  bool numbers_and_texts(NumbersAndTexts& out) {
    return items([&] {
      const bool is_text = scan_.peek() == '"';
      return (is_text ? scan_.text(out.texts.emplace_back())
                      : scan_.whole(out.numbers.emplace_back())) ||
             fail("expected a whole number or a text");
    });
  }

 private:
  bool member(Values& out, std::size_t& count) {
    if (key_ == word(Section::address)) return parts(out, Section::address, count);
    if (key_ == word(Section::contact)) return parts(out, Section::contact, count);
    return field(out, Section::customer, {}, count);
  }

  bool parts(Values& out, Section section, std::size_t& count) {
    return members([&] {
      const auto part = Uuid::parse(key_);
      if (!part) return fail("expected a UUID for a key");
      return members([&] { return field(out, section, *part, count); });
    });
  }

  bool field(Values& out, Section section, const Uuid& part, std::size_t& count) {
    const auto known = find(section);
    if (!known) return fail("unknown field \"" + std::string(key_) + '"');
    Value read;
    if (!value(row(*known), read)) return false;
    out.set({*known, part}, std::move(read));
    ++count;
    return true;
  }

  // Finds the field that key_ names. Fields were written in order, so the search starts near the
  // last one.
  std::optional<Field> find(Section section) {
    constexpr std::size_t kNear = 8;
    const auto rows = field_rows();
    auto at = static_cast<std::size_t>(next_);
    for (const std::size_t end = std::min(at + kNear, rows.size()); at < end; ++at) {
      if (rows[at].key != key_ || rows[at].section != section) continue;
      next_ = static_cast<Field>(at + 1);
      return static_cast<Field>(at);
    }
    const auto known = find_field(section, key_);
    if (known) next_ = static_cast<Field>(static_cast<std::size_t>(*known) + 1);
    return known;
  }

  bool difference(Difference& out) {
    if (!scan_.skip('[') || !scan_.key(key_)) return fail("expected a field's path");
    const auto path = parse_path(key_);
    if (!path) return fail("unknown field \"" + std::string(key_) + '"');
    out.path = *path;
    const FieldRow& known = row(path->field);
    if (!scan_.skip(',') || !side(known, out.before)) return fail("expected the value before");
    if (!scan_.skip(',') || !side(known, out.after)) return fail("expected the value after");
    if (scan_.skip(',') && !bond(out.bond)) return fail("expected the bond in Base64");
    return scan_.skip(']') || fail("expected ']'");
  }

  bool bond(std::string& out) {
    if (!scan_.text(scratch_)) return false;
    auto bytes = parse_base64(scratch_);
    if (!bytes) return false;
    out = *std::move(bytes);
    return true;
  }

  bool side(const FieldRow& field, std::optional<Value>& out) {
    return scan_.skip_word("null") || value(field, out.emplace());
  }

  bool value(const FieldRow& field, Value& out) {
    if (read_as(field, out)) return true;
    return fail('"' + std::string(field.key) + "\" holds what it cannot");
  }

  bool read_as(const FieldRow& field, Value& out) {
    switch (field.rule.form) {
      case Form::whole:
      case Form::reference:
      case Form::customer:
        return scan_.whole(out.emplace<std::int64_t>());
      case Form::decimal:
        return decimal(out);
      case Form::flag:
        return flag(out);
      case Form::wholes:
      case Form::pairs:
        return list(out.emplace<List>());
      case Form::text:
      case Form::choice:
      case Form::currency:
      case Form::timezone:
      case Form::email:
      case Form::emails:
      case Form::url:
      case Form::ip:
      case Form::card:
      case Form::date:
      case Form::e164:
        if (field.secret() && scan_.peek() == '{') return sealed(out.emplace<SealedSecret>());
        return scan_.text(out.emplace<std::string>());
    }
    return false;
  }

  bool decimal(Value& out) {
    if (!scan_.text(scratch_)) return false;
    const auto read = Decimal::parse(scratch_);
    if (read) out = *read;
    return read.has_value();
  }

  bool flag(Value& out) {
    out = scan_.skip_word("true");
    return std::get<bool>(out) || scan_.skip_word("false");
  }

  bool list(List& out) {
    return items([&] { return texts(out.emplace_back()); });
  }

  bool sealed(SealedSecret& out) {
    return members([&] {
      if (key_ == "sealed") return scan_.text(out.box);
      return key_ == "tail" && scan_.text(out.tail);
    });
  }

  // Reads an object and calls `one` after each key, which is then in key_.
  template <class One>
  bool members(One one) {
    if (!scan_.skip('{')) return fail("expected '{'");
    if (scan_.skip('}')) return true;
    do {
      if (!scan_.key(key_) || !scan_.skip(':')) return fail("expected a key");
      if (!one()) return fail("expected a value");
    } while (scan_.skip(','));
    return scan_.skip('}') || fail("expected ',' or '}'");
  }

  template <class One>
  bool items(One one) {
    if (!scan_.skip('[')) return fail("expected '['");
    if (scan_.skip(']')) return true;
    do {
      if (!one()) return false;
    } while (scan_.skip(','));
    return scan_.skip(']') || fail("expected ',' or ']'");
  }

  std::string place() const { return " at byte " + std::to_string(scan_.offset()); }

  // Keeps the first error only, because the callers of a failed function know less about it.
  bool fail(std::string_view what) {
    if (error_.empty()) error_ = std::string(what) + place();
    return false;
  }

  JsonScanner scan_;
  std::string_view key_;  // name of the member being read, until a nested member is read
  std::string scratch_;
  Field next_{};  // where the search for the next key starts
  std::string error_;
};

}  // namespace

std::expected<Values, std::string> decode_values(std::string_view text) {
  Decoder decoder(text);
  return decoder.document<Values>([&](Values& out) { return decoder.values(out); });
}

std::expected<Differences, std::string> decode_differences(std::string_view text) {
  Entry entry;
  if (auto read = decode_differences(text, entry); !read)
    return std::unexpected(std::move(read.error()));
  return std::move(entry.differences);
}

std::expected<void, std::string> decode_differences(std::string_view text, Entry& entry) {
  Decoder decoder(text);
  auto read = decoder.document<Entry>([&](Entry& out) { return decoder.entry(out); });
  if (!read) return std::unexpected(std::move(read.error()));
  entry.differences = std::move(read->differences);
  entry.seed = std::move(read->seed);
  return {};
}

std::expected<std::vector<std::string>, std::string> decode_texts(std::string_view text) {
  using Texts = std::vector<std::string>;
  Decoder decoder(text);
  return decoder.document<Texts>([&](Texts& out) { return decoder.texts(out); });
}

std::expected<NumbersAndTexts, std::string> decode_numbers_and_texts(std::string_view text) {
  Decoder decoder(text);
  return decoder.document<NumbersAndTexts>(
      [&](NumbersAndTexts& out) { return decoder.numbers_and_texts(out); });
}

}  // namespace patchbay
