// XML: the result of reading a document, and what is refused.
#include "wire/xml.h"

#include <string>

#include <gtest/gtest.h>

#include "describe.h"
#include "random_tree.h"

namespace patchbay::wire::xml {
namespace {

struct Case {
  std::string_view text;
  std::string_view want;
};

// `name{key=value}"text"(children)`, each part only if there is one.
std::string describe(const Element& element) {
  std::string out = element.name;
  for (const auto& [key, value] : element.attributes) out += '{' + key + '=' + value + '}';
  if (!element.text.empty()) out += '"' + element.text + '"';
  if (element.children.empty()) return out;
  out += '(';
  for (const Element& child : element.children) {
    if (&child != &element.children.front()) out += ' ';
    out += describe(child);
  }
  return out + ')';
}

std::string describe(const std::expected<Element, XmlError>& answer) {
  return answer ? describe(*answer) : wire::describe(answer.error().parse_error);
}

TEST(Xml, ReadsElementsAttributesAndText) {
  for (const auto& [text, want] :
       std::initializer_list<Case>{{"<a/>", "a"},
                                   {"<a></a>", "a"},
                                   {"\n<a/>\n", "a"},
                                   {"<a x='1' b=\"2\"/>", "a{x=1}{b=2}"},
                                   {"<a> x <b>y</b> z </a>", "a\" x  z \"(b\"y\")"},
                                   {"<a><b/><b/></a>", "a(b b)"},
                                   {"<a>&lt;&amp;&#39;&#xe9;</a>", "a\"<&'é\""},
                                   {"<a>x<![CDATA[<b>&amp;]]>y</a>", "a\"x<b>&amp;y\""},
                                   {"<a>x<!-- no -->y<?no?></a><!-- no -->", "a\"xy\""},
                                   {"<a>1\r\n2\r3&#13;</a>", "a\"1\n2\n3\r\""},
                                   {"<ex:nil xmlns='u'/>", "ex:nil{xmlns=u}"},
                                   {"\xEF\xBB\xBF<a>é</a>", "a\"é\""}})
    EXPECT_EQ(describe(parse(text)), want) << text;
}

std::string declaring(std::string_view encoding, std::string_view document) {
  return "<?xml version='1.0' encoding='" + std::string(encoding) + "'?>" + std::string(document);
}

TEST(Xml, ReadsWhatTheDeclarationSays) {
  for (const std::string_view name : {"UTF-8", "utf-8", "Utf-8", "utf8", "UTF8"})
    EXPECT_EQ(describe(parse(declaring(name, "<a>\u00e9</a>"))), "a\"\u00e9\"") << name;
  for (const std::string_view name : {"ISO-8859-1", "iso-8859-1", "latin1", "windows-1252",
                                      "Windows-1252", "cp1252", "ISO-8859-15"})
    EXPECT_EQ(describe(parse(declaring(name, "<a b='\xFC'>\xE9</a>"))), "a{b=\u00fc}\"\u00e9\"")
        << name;
  EXPECT_EQ(describe(parse(declaring("windows-1252", "<a>\x80</a>"))), "a\"\u20ac\"");
  EXPECT_EQ(describe(parse(declaring("iso-8859-15", "<a>\xA4</a>"))), "a\"\u20ac\"");
  EXPECT_EQ(describe(parse(declaring("iso-8859-1", "<a>\xA4</a>"))), "a\"\u00a4\"");
  EXPECT_EQ(describe(parse(declaring("windows-1251", "<a>\xC6</a>"))), "a\"\u0416\"");
  for (const std::string_view name : {"us-ascii", "US-ASCII", "ascii", "ASCII"}) {
    EXPECT_EQ(describe(parse(declaring(name, "<a>e&#233;</a>"))), "a\"e\u00e9\"") << name;
    EXPECT_EQ(describe(parse(declaring(name, "<a>\u00e9</a>"))),
              "refused: text that is not " + std::string(name));
  }
  EXPECT_EQ(describe(parse("<?xml version='1.0'?><a/>")), "a");
  EXPECT_EQ(describe(parse("<?xml version='1.0' standalone='yes'?><a/>")), "a");
  EXPECT_EQ(describe(parse("<?xml version = \"1.0\"\n encoding = \"iso-8859-1\" ?><a>\xE9</a>")),
            "a\"\u00e9\"");
}

TEST(Xml, NamesAnEncodingThatItDoesNotKnow) {
  // Includes encodings that ICU knows but in which a byte of a tag could mean something else.
  for (const std::string_view name :
       {"x", "klingon", "ebcdic-cp-us", "IBM037", "UTF-7", "UTF-32", "ISO-2022-JP", "HZ", "SCSU",
        "shift_jis", "GB18030", "../../etc/passwd", "latin1,swaplfnl", ""}) {
    const auto answer = parse(declaring(name, "<a/>"));
    ASSERT_FALSE(answer) << name;
    EXPECT_TRUE(answer.error().parse_error.what.starts_with("the encoding \"" + std::string(name) +
                                                            "\", which is not known here"))
        << answer.error().parse_error.what;
  }
  EXPECT_LT(parse(declaring(std::string(200, 'x'), "<a/>")).error().parse_error.what.size(), 300U);
}

TEST(Xml, ReadsUtf16WhereItIsMarked) {
  using namespace std::string_view_literals;
  for (const std::string_view text :
       {"\xFF\xFE<\0a\0>\0\xE9\0<\0/\0a\0>\0"sv, "\xFE\xFF\0<\0a\0>\0\xE9\0<\0/\0a\0>"sv})
    EXPECT_EQ(describe(parse(text)), "a\"\u00e9\"");
  for (const std::string_view text : {"<\0a\0/\0>\0"sv, "\0<\0a\0/\0>"sv})
    for (const std::string_view charset : {"", "iso-8859-1", "utf-8"})
      EXPECT_EQ(describe(parse(text, {}, charset)), "refused: UTF-16 without a byte order mark");
  EXPECT_EQ(describe(parse(declaring("UTF-16", "<a/>"))),
            "refused: UTF-16 without a byte order mark");
  EXPECT_EQ(describe(parse("<\0a\0/\0>\0"sv, {}, "utf-16le")), "a");
  EXPECT_EQ(describe(parse("\0<\0a\0/\0>"sv, {}, "utf-16")), "a");
  // Half a character, and half a surrogate pair.
  EXPECT_EQ(describe(parse("\xFF\xFE<\0a\0/\0>"sv)), "refused: text that is not UTF-16LE");
  EXPECT_EQ(describe(parse("\xFF\xFE<\0a\0>\0\x00\xD8<\0/\0a\0>\0"sv)),
            "refused: text that is not UTF-16LE");
}

// RFC 7303, section 3: a byte order mark, then the charset of the Content-Type, then the
// declaration.
TEST(Xml, PutsTheMarkBeforeTheCharsetBeforeTheDeclaration) {
  EXPECT_EQ(describe(parse("<a>\xE9</a>", {}, "iso-8859-1")), "a\"\u00e9\"");
  EXPECT_EQ(describe(parse(declaring("utf-8", "<a>\xE9</a>"), {}, "ISO-8859-1")), "a\"\u00e9\"");
  EXPECT_EQ(describe(parse(declaring("iso-8859-1", "<a>\u00e9</a>"), {}, "utf-8")), "a\"\u00e9\"");
  EXPECT_EQ(describe(parse("\xEF\xBB\xBF" + declaring("iso-8859-1", "<a>\u00e9</a>"), {},
                           "windows-1252")),
            "a\"\u00e9\"");
  EXPECT_TRUE(describe(parse("<a/>", {}, "klingon")).starts_with("refused: the encoding"));
}

TEST(Xml, RefusesWhatIsNotWellFormed) {
  using namespace std::string_view_literals;
  for (const auto& [text, want] : std::initializer_list<Case>{
           {"", "refused: no element found"},
           {"text", "refused: syntax error"},
           {"<a>", "refused at a: no element found"},
           {"<a><b></a>", "refused at a/b: mismatched tag"},
           {"<a/><b/>", "refused: junk after document element"},
           {"<a x='1' x='2'/>", "refused: duplicate attribute"},
           {"<a>&nbsp;</a>", "refused at a: undefined entity"},
           {"<a>&#0;</a>", "refused at a: reference to invalid character number"},
           {"<a>&#xFFFE;</a>", "refused at a: reference to invalid character number"},
           {"<a>\0</a>"sv, "refused at a: not well-formed (invalid token)"},
           {"<a>\x01</a>", "refused at a: not well-formed (invalid token)"},
           {"<a>\xC0\xAF</a>", "refused at a: not well-formed (invalid token)"},
           {"<a>\xED\xA0\x80</a>", "refused at a: not well-formed (invalid token)"},
           {"<a>\xFF</a>", "refused at a: not well-formed (invalid token)"},
           {"<a b='<'/>", "refused: not well-formed (invalid token)"}})
    EXPECT_EQ(describe(parse(text)), want) << text;
}

TEST(Xml, RefusesEveryDoctype) {
  for (const std::string_view text :
       {"<!DOCTYPE a><a/>", "<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>",
        "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>",
        "<!DOCTYPE a PUBLIC 'x' 'http://127.0.0.1/x.dtd'><a/>"})
    EXPECT_EQ(describe(parse(text)), "refused: a DOCTYPE") << text;
}

TEST(Xml, KeepsItsBounds) {
  constexpr Bounds kSmall = {.depth_max = 2, .elements_max = 4};
  EXPECT_EQ(describe(parse("<a><b/></a>", kSmall)), "a(b)");
  EXPECT_EQ(describe(parse("<a><b><c/></b></a>", kSmall)), "refused at a/b: nested too deeply");
  EXPECT_EQ(describe(parse("<a><b/><b/><b/></a>", kSmall)), "a(b b b)");
  EXPECT_EQ(describe(parse("<a><b/><b/><b/><b/></a>", kSmall)),
            "refused at a/b: too many elements");
  EXPECT_EQ(describe(parse("<a b='' c='' d='' e=''/>", kSmall)), "refused at a: too many elements");
}

TEST(Xml, RefusesATagWithTooManyAttributesBeforeItIsRead) {
  constexpr Bounds kTwo = {.attributes_max = 2};
  for (const auto& [text, want] : std::initializer_list<Case>{
           {"<a b='' c=''/>", "a{b=}{c=}"},
           {"<a b='' c='' d=''/>", "refused: too many attributes"},
           {"<a>\n<b x=\"=\" y='>'/><b x='' y='' z=''/></a>", "refused at a: too many attributes"},
           {"<a><b/><c x='' y='' z='", "refused at a: too many attributes"},
           {"<a x='=' y=\"a=b=c='d'\"/>", "a{x==}{y=a=b=c='d'}"},
           {"<a>= = = '</a>", "a\"= = = '\""},
           {"<a><!-- <b x='' y='' z=''/> --></a>", "a"},
           {"<a><!--> <b x='' y='' z=''/> --></a>", "a"},
           {"<a><![CDATA[<b x='' y='' z=''/>]]></a>", "a\"<b x='' y='' z=''/>\""},
           {"<?xml version='1.0' encoding='utf-8' standalone='yes'?><a/>", "a"},
           {"<!DOCTYPE a><a x='' y='' z=''/>", "refused: a DOCTYPE"},
           {"<a><b></c><d x='' y='' z=''/></a>", "refused at a/b: mismatched tag"}})
    EXPECT_EQ(describe(parse(text, kTwo)), want) << text;
  const auto answer = parse("<edit api-id='7'><b x='' y='' z=''/></edit>", kTwo);
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().root_attributes.at(0).second, "7");
  EXPECT_EQ(answer.error().parse_error.offset, 17u);
}

TEST(Xml, KeepsWhatItKnowsOfTheRoot) {
  const auto answer = parse("<edit-customer version='1' api-id='7'><website></edit-customer>");
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().root, "edit-customer");
  EXPECT_EQ(answer.error().root_attributes.back(),
            std::pair(std::string("api-id"), std::string("7")));
  EXPECT_EQ(answer.error().parse_error.offset, 49u);
  EXPECT_EQ(parse("<a b='").error().root, "");
}

TEST(Xml, FindsAttributesAndChildren) {
  const auto root = parse("<a x='1'><b>first</b><b>second</b></a>");
  ASSERT_TRUE(root);
  EXPECT_EQ(*root->attribute("x"), "1");
  EXPECT_EQ(root->attribute("y"), nullptr);
  EXPECT_EQ(root->child("b")->text, "first");
  EXPECT_EQ(root->child("c"), nullptr);
}

TEST(Xml, EscapesWhatItMustAndLeavesOutWhatItCannotCarry) {
  EXPECT_EQ(escape("a<b>&\"c'\t\n\r"), "a&lt;b&gt;&amp;&quot;c&#39;\t\n&#13;");
  EXPECT_EQ(escape(std::string_view("a\0b\x01\x1F\x7F", 6)), "ab\x7F");
  EXPECT_EQ(escape("a\uFFFE\uFFFFb\uFFFD\uFEFFé"), "ab\uFFFD\uFEFFé");
}

TEST(Xml, ReadsBackEscapedText) {
  TreeMaker maker(20'260'729, {.control_characters = false});
  for (int round = 0; round < 2'000; ++round) {
    const std::string text = maker.text();
    const auto root = parse("<a>" + escape(text) + "</a>");
    ASSERT_TRUE(root) << describe(root);
    EXPECT_EQ(root->text, text);
  }
}

}  // namespace
}  // namespace patchbay::wire::xml
